package dev.landfall.cloudformation.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  @TempDir Path temporary;
  private Path repository;

  @BeforeEach
  void lay_out() throws IOException {
    repository = Files.createDirectories(temporary.toRealPath().resolve("repository"));
  }

  private Path file(String path, String text) throws IOException {
    var file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static byte[] bytes(Bundle bundle) throws IOException {
    var out = new ByteArrayOutputStream();
    bundle.writeTo(out);
    return out.toByteArray();
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void the_same_files_give_the_same_bytes() throws Exception {
    file("a/main.py", "print(1)");
    file("a/lib/util.py", "x = 1");
    mode(file("a/run.sh", "exit"), "rwx------");
    mode(file("b/run.sh", "exit"), "rwxr-xr-x");
    file("b/lib/util.py", "x = 1");
    var main = file("b/main.py", "print(1)");
    mode(main, "rw-rw-rw-");
    Files.setLastModifiedTime(main, FileTime.from(Instant.EPOCH));

    var a = Bundle.of(repository, repository.resolve("a"));
    var b = Bundle.of(repository, repository.resolve("b"));

    assertThat(a.content()).isEqualTo(b.content());
    assertThat(bytes(a)).isEqualTo(bytes(b));
    file("b/main.py", "print(2)");
    assertThat(Bundle.of(repository, repository.resolve("b")).content()).isNotEqualTo(a.content());
  }

  @Test
  void others_read_the_archive_with_names_in_order_and_modes() throws Exception {
    file("a/z.py", "z".repeat(100_000));
    file("a/\u00e9/empty", "");
    mode(file("a/bootstrap", "#!/bin/sh"), "rwxr-xr-x");
    var zip = temporary.resolve("a.zip");
    Files.write(zip, bytes(Bundle.of(repository, repository.resolve("a"))));

    try (var read = new ZipFile(zip.toFile())) {
      var names = new ArrayList<String>();
      read.stream().forEach(entry -> names.add(entry.getName()));
      assertThat(names).containsExactly("bootstrap", "z.py", "\u00e9/empty");
      assertThat(read.getInputStream(read.getEntry("z.py")).readAllBytes())
          .hasSize(100_000)
          .containsOnly('z');
      assertThat(read.getEntry("z.py").getTimeLocal().getYear()).isEqualTo(1980);
    }
    try (var files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      assertThat(Files.getPosixFilePermissions(files.getPath("bootstrap")))
          .contains(PosixFilePermission.OWNER_EXECUTE);
      assertThat(Files.getPosixFilePermissions(files.getPath("z.py")))
          .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  @Test
  void a_file_is_packed_alone_and_an_archive_is_taken_as_it_is() throws Exception {
    file("main.py", "print(1)");
    var zip = file("packed.zip", "no real archive");

    assertThat(Bundle.of(repository, repository.resolve("main.py")).files())
        .containsOnlyKeys("main.py");
    assertThat(bytes(Bundle.of(repository, zip))).isEqualTo(Files.readAllBytes(zip));
  }

  @Test
  void links_within_the_repository_are_followed() throws Exception {
    file("shared/util.py", "x = 1");
    file("a/main.py", "print(1)");
    Files.createSymbolicLink(repository.resolve("a/shared"), repository.resolve("shared"));

    assertThat(Bundle.of(repository, repository.resolve("a")).files())
        .containsOnlyKeys("main.py", "shared/util.py");
  }

  @Test
  void what_leads_out_of_the_repository_is_refused() throws Exception {
    file("a/main.py", "print(1)");
    var outside = Files.writeString(temporary.resolve("secret"), "secret");
    var link = Files.createSymbolicLink(repository.resolve("a/link"), outside);

    assertThat(refusal("a")).isEqualTo("code outside of the repository");
    Files.delete(link);
    Files.createSymbolicLink(link, temporary);
    assertThat(refusal("a")).isEqualTo("code outside of the repository");
    Files.delete(link);
    Files.createSymbolicLink(link, repository.resolve("a"));
    assertThat(refusal("a")).isEqualTo("link in a circle");
    assertThat(refusal("../secret")).isEqualTo("code outside of the repository");
    assertThat(refusal("none")).isEqualTo("code not found");
    assertThat(refusal(Files.createDirectories(repository.resolve("empty")).toString()))
        .isEqualTo("no code");
  }

  private String refusal(String path) {
    var code = repository.resolve(path).normalize();
    return catchThrowableOfType(UnusableCodeException.class, () -> Bundle.of(repository, code))
        .summary();
  }

  @Test
  void names_are_sorted_by_their_characters() throws Exception {
    for (var name : Arrays.asList("b", "a.b", "a/c", "B")) {
      file("s/" + name, "");
    }
    assertThat(Bundle.of(repository, repository.resolve("s")).files().keySet())
        .containsExactly("B", "a.b", "a/c", "b");
  }
}
