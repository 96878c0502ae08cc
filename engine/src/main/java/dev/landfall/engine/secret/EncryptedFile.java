package dev.landfall.engine.secret;

import dev.landfall.spi.FileReason;
import dev.landfall.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Secrets in a file that can be committed: names in clear, each value encrypted by itself with
/// AES-256 in Galois/Counter Mode (NIST SP 800-38D), so that a change of one is one changed line.
///
/// A line is `NAME: ` and the base64 of a random 96-bit nonce, the ciphertext and the 128-bit tag.
/// The name is authenticated with the value: a value cannot be moved to another name. Not for
/// several threads.
public final class EncryptedFile {
  private static final String HEADER = "landfall-secrets: 1";
  private static final String COMMENT =
      "# Encrypted with AES-256-GCM. Change it with `landfall secret set NAME`.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Path file;
  private final SecretKeySpec key;
  private final SortedMap<String, String> lines;
  private final TreeMap<String, Secret> secrets = new TreeMap<>();

  /// A file or key that cannot be used, in one sentence with what to do.
  public static final class SecretFileException extends Exception {
    private static final long serialVersionUID = 1L;

    SecretFileException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private EncryptedFile(Path file, SecretKeySpec key, SortedMap<String, String> lines) {
    this.file = file;
    this.key = key;
    this.lines = lines;
  }

  /// Reads and decrypts a file; one that does not exist holds nothing yet.
  ///
  /// @param key 32 bytes in base64
  /// @throws SecretFileException when the key does not fit or the file was tampered with
  public static EncryptedFile open(Path file, String key) throws SecretFileException {
    var opened = new EncryptedFile(file, key(key), read(file));
    for (var entry : opened.lines.entrySet()) {
      opened.secrets.put(entry.getKey(), opened.decrypt(entry.getKey(), entry.getValue()));
    }
    return opened;
  }

  private static SecretKeySpec key(String text) throws SecretFileException {
    try {
      var bytes = Base64.getDecoder().decode(text.strip());
      if (bytes.length == KEY_BYTES) {
        return new SecretKeySpec(bytes, "AES");
      }
    } catch (IllegalArgumentException e) {
      throw notAKey();
    }
    throw notAKey();
  }

  private static SecretFileException notAKey() {
    return new SecretFileException(
        "The key is not 32 bytes in base64. `landfall secret new-key` makes one.");
  }

  private static SortedMap<String, String> read(Path file) throws SecretFileException {
    var lines = new TreeMap<String, String>();
    if (!Files.exists(file)) {
      return lines;
    }
    try {
      var text = Files.readAllLines(file).stream().filter(l -> !l.isBlank() && !l.startsWith("#"));
      var content = text.toList();
      if (content.isEmpty() || !content.getFirst().equals(HEADER)) {
        throw new SecretFileException(
            file + " does not begin with \"" + HEADER + "\": it is not a file of secrets.");
      }
      for (var line : content.subList(1, content.size())) {
        var parts = line.split(": ", 2);
        if (parts.length != 2 || !NAME.matcher(parts[0]).matches()) {
          throw new SecretFileException(file + " has a line that is not `NAME: value`.");
        }
        if (lines.put(parts[0], parts[1].strip()) != null) {
          throw new SecretFileException(
              file + " has " + parts[0] + " twice. Keep one of the lines.");
        }
      }
      return lines;
    } catch (IOException e) {
      throw new SecretFileException(file + " cannot be read: " + FileReason.of(e) + ".");
    }
  }

  private Secret decrypt(String name, String line) throws SecretFileException {
    try {
      var bytes = Base64.getDecoder().decode(line);
      if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
        throw new SecretFileException("The value of " + name + " in " + file + " is cut off.");
      }
      var cipher = cipher(Cipher.DECRYPT_MODE, name, bytes);
      var plain = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Secret.of(new String(plain, StandardCharsets.UTF_8));
    } catch (AEADBadTagException e) {
      throw new SecretFileException(
          "The value of "
              + name
              + " in "
              + file
              + " does not fit the key: the key is another one, or"
              + " the line was changed.");
    } catch (IllegalArgumentException e) {
      throw new SecretFileException("The value of " + name + " in " + file + " is not base64.");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }

  private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
    cipher.updateAAD((HEADER + "\n" + name).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /// The names, sorted.
  public List<String> names() {
    return List.copyOf(lines.keySet());
  }

  /// The secrets of the file as it was when opened or last changed here.
  public SecretSource source() {
    return new SecretSource() {
      @Override
      public Optional<Secret> find(String name) {
        return Optional.ofNullable(secrets.get(name));
      }

      @Override
      public String lookedIn() {
        return "the file " + file.getFileName();
      }
    };
  }

  /// Keeps a secret, in the place of an older one of that name.
  ///
  /// @throws SecretFileException when the name or the value cannot be used
  public void put(String name, Secret secret) throws SecretFileException, IOException {
    if (!NAME.matcher(name).matches()) {
      throw new SecretFileException(
          "\""
              + name
              + "\" is no name of a secret: letters, digits and underscores, no digit first.");
    }
    if (secret.reveal().length() < SecretSource.SHORTEST) {
      throw new SecretFileException(
          "A secret has at least "
              + SecretSource.SHORTEST
              + " characters: a shorter one cannot be kept out of texts without spoiling them.");
    }
    try {
      var nonce = new byte[NONCE_BYTES];
      new SecureRandom().nextBytes(nonce);
      var cipher = cipher(Cipher.ENCRYPT_MODE, name, nonce);
      var encrypted = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
      var line = new byte[nonce.length + encrypted.length];
      System.arraycopy(nonce, 0, line, 0, nonce.length);
      System.arraycopy(encrypted, 0, line, nonce.length, encrypted.length);
      lines.put(name, Base64.getEncoder().encodeToString(line));
      secrets.put(name, secret);
      write();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }

  /// Forgets a secret.
  ///
  /// @return whether it was there
  public boolean remove(String name) throws IOException {
    secrets.remove(name);
    if (lines.remove(name) == null) {
      return false;
    }
    write();
    return true;
  }

  private void write() throws IOException {
    var text = new StringBuilder(COMMENT).append('\n').append(HEADER).append('\n');
    lines.forEach((name, line) -> text.append(name).append(": ").append(line).append('\n'));
    var target = file.toAbsolutePath();
    var temporary = Files.createTempFile(target.resolveSibling("."), ".secrets", ".tmp");
    Files.writeString(temporary, text);
    Files.move(
        temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A new key: 32 random bytes in base64.
  public static String newKey() {
    var bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Writes a new key into a new file that only its owner can read.
  ///
  /// @throws SecretFileException when the file exists: a key that is overwritten is lost
  public static void writeNewKey(Path file) throws SecretFileException, IOException {
    var target = file.toAbsolutePath();
    Files.createDirectories(target.resolveSibling("."));
    try {
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw new SecretFileException(
          file
              + " exists. A key that is overwritten is lost, and what it encrypts with it: name another"
              + " file.");
    }
    Files.writeString(target, newKey() + "\n");
  }
}
