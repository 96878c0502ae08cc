package dev.landfall.cli;

import dev.landfall.engine.secret.EncryptedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the encrypted secrets of a blueprint lie, and where their key comes from.
final class SecretsFile {
  /// Beside `landfall.yaml`; meant to be committed.
  static final String NAME = "landfall.secrets";

  /// The key itself.
  static final String KEY_VARIABLE = "LANDFALL_SECRETS_KEY";

  /// A file that holds the key.
  static final String KEY_FILE_VARIABLE = "LANDFALL_SECRETS_KEY_FILE";

  private SecretsFile() {}

  /// The encrypted file beside a blueprint, when there is one.
  static Optional<EncryptedFile> of(Path folder) throws Failure {
    var file = folder.resolve(NAME);
    return Files.exists(file) ? Optional.of(open(folder)) : Optional.empty();
  }

  /// The encrypted file beside a blueprint, whether it exists or not.
  static EncryptedFile open(Path folder) throws Failure {
    try {
      return EncryptedFile.open(folder.resolve(NAME), key());
    } catch (EncryptedFile.SecretFileException e) {
      throw Failure.invalid(e.getMessage(), "");
    }
  }

  private static String key() throws Failure {
    var variable = System.getenv(KEY_VARIABLE);
    if (variable != null && !variable.isBlank()) {
      return variable.strip();
    }
    var named = System.getenv(KEY_FILE_VARIABLE);
    var file = named == null || named.isBlank() ? defaultKeyFile() : Path.of(named);
    try {
      return Files.readString(file).strip();
    } catch (java.io.IOException e) {
      throw Failure.invalid(
          "The key of " + NAME + " cannot be read from " + file + ".",
          "Set "
              + KEY_VARIABLE
              + " to the key, or "
              + KEY_FILE_VARIABLE
              + " to a file that holds it; `landfall secret new-key` makes one.");
    }
  }

  /// Where the key lies when no variable says.
  static Path defaultKeyFile() {
    return Path.of(System.getProperty("user.home"), ".config", "landfall", "secrets.key");
  }
}
