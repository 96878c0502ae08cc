package dev.landfall.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.engine.secret.EncryptedFile.SecretFileException;
import dev.landfall.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptedFileTest {
  @TempDir Path folder;

  private final String key = EncryptedFile.newKey();

  private Path file() {
    return folder.resolve("landfall.secrets");
  }

  private EncryptedFile open() throws SecretFileException {
    return EncryptedFile.open(file(), key);
  }

  @Test
  void what_is_put_in_is_found_again_and_never_readable() throws Exception {
    var written = open();
    written.put("TOKEN", Secret.of("s3cr3t-value"));
    written.put("LINES", Secret.of("one\ntwo\n"));

    var read = open();

    assertThat(read.names()).containsExactly("LINES", "TOKEN");
    assertThat(read.source().find("TOKEN")).contains(Secret.of("s3cr3t-value"));
    assertThat(read.source().find("LINES")).contains(Secret.of("one\ntwo\n"));
    assertThat(read.source().find("OTHER")).isEmpty();
    assertThat(Files.readString(file())).contains("TOKEN").doesNotContain("s3cr3t");
  }

  @Test
  void a_secret_can_be_replaced_and_removed() throws Exception {
    var written = open();
    written.put("TOKEN", Secret.of("first"));
    written.put("TOKEN", Secret.of("second"));
    assertThat(open().source().find("TOKEN")).contains(Secret.of("second"));

    assertThat(open().remove("TOKEN")).isTrue();
    assertThat(open().names()).isEmpty();
    assertThat(open().remove("TOKEN")).isFalse();
  }

  @Test
  void another_key_opens_nothing() throws Exception {
    open().put("TOKEN", Secret.of("s3cr3t-value"));

    assertThatThrownBy(() -> EncryptedFile.open(file(), EncryptedFile.newKey()))
        .isInstanceOf(SecretFileException.class)
        .hasMessageNotContaining("s3cr3t");
    assertThatThrownBy(() -> EncryptedFile.open(file(), "too short"))
        .isInstanceOf(SecretFileException.class);
  }

  @Test
  void a_file_that_was_tampered_with_is_refused_or_says_the_same() throws Exception {
    open().put("TOKEN", Secret.of("s3cr3t-value"));
    var good = Files.readAllBytes(file());
    var refused = 0;
    for (var at = 0; at < good.length; at++) {
      var bad = good.clone();
      bad[at] ^= 1;
      Files.write(file(), bad);
      try {
        // A changed line break or comment changes nothing; a changed value must never be believed.
        assertThat(open().source().find("TOKEN").map(Secret::reveal).orElse("s3cr3t-value"))
            .as("byte %d", at)
            .isEqualTo("s3cr3t-value");
      } catch (SecretFileException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(good.length / 2);
  }

  @Test
  void a_secret_cannot_be_moved_under_another_name() throws Exception {
    open().put("ADMIN", Secret.of("admin-value"));
    var moved = Files.readString(file()).replace("ADMIN", "GUEST");
    Files.writeString(file(), moved, StandardCharsets.UTF_8);

    assertThatThrownBy(this::open).isInstanceOf(SecretFileException.class);
  }

  @Test
  void a_new_key_is_readable_only_by_its_owner_and_never_overwritten() throws Exception {
    var keyFile = folder.resolve("key");
    EncryptedFile.writeNewKey(keyFile);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
        .isEqualTo("rw-------");
    var first = Files.readString(keyFile);
    assertThatThrownBy(() -> EncryptedFile.writeNewKey(keyFile))
        .isInstanceOf(SecretFileException.class);
    assertThat(Files.readString(keyFile)).isEqualTo(first);
  }
}
