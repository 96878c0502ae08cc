package dev.landfall.liquibase.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangelogCacheTest {
  private static final String TEXT =
      """
      --liquibase formatted sql
      --changeset ann:1 runOnChange:true labels:a context:dev
      --comment: first
      --preconditions onFail:MARK_RAN
      --precondition-sql-check expectedResult:1 SELECT 1
      CREATE TABLE t (c text DEFAULT '${currency}');
      --rollback DROP TABLE t;
      --changeset ann:2
      --validCheckSum: ANY
      SELECT 1;
      SELECT 2;
      """;

  @TempDir Path root;
  @TempDir Path folder;

  private ChangelogRequest request(Map<String, String> parameters, Set<String> secrets)
      throws IOException {
    Files.writeString(root.resolve("changelog.sql"), TEXT);
    return new ChangelogRequest(
        root,
        "db",
        "changelog.sql",
        parameters,
        secrets,
        DatabaseKind.POSTGRESQL,
        List.of(),
        Optional.empty());
  }

  private static ChangelogCache cache() {
    return new ChangelogCache(new ChangelogReader());
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void what_another_process_read_is_the_same_to_the_last_field() throws Exception {
    var request = request(Map.of("currency", "GBP"), Set.of());
    var read = cache().read(request, "c1", folder);
    assertThat(files()).hasSize(1);

    Files.writeString(root.resolve("changelog.sql"), "not read any more");
    var remembered = cache().read(request, "c1", folder);

    assertThat(remembered).isInstanceOf(Reading.Read.class).isEqualTo(read);
  }

  @Test
  void the_version_is_that_of_the_library() {
    assertThat(ChangelogReader.LIQUIBASE_VERSION)
        .isEqualTo(liquibase.util.LiquibaseUtil.getBuildVersion());
  }

  @Test
  void other_content_is_read_again() throws Exception {
    var request = request(Map.of("currency", "GBP"), Set.of());
    cache().read(request, "c1", folder);

    Files.writeString(root.resolve("changelog.sql"), "--liquibase formatted sql\n");
    var read = cache().read(request, "c2", folder);

    assertThat(((Reading.Read) read).changelog().changesets()).isEmpty();
  }

  @Test
  void targets_share_a_reading_unless_they_differ_in_a_parameter_that_is_used() throws Exception {
    var cache = cache();
    cache.read(request(Map.of("currency", "GBP", "region", "london"), Set.of()), "c", folder);
    cache.read(request(Map.of("currency", "GBP", "region", "leeds"), Set.of()), "c", folder);
    assertThat(cache.size()).isEqualTo(1);

    var euro = cache.read(request(Map.of("currency", "EUR"), Set.of()), "c", folder);

    assertThat(cache.size()).isEqualTo(2);
    assertThat(((Reading.Read) euro).changelog().changesets().getFirst().statements().toString())
        .contains("EUR");
    assertThat(files()).hasSize(2);
  }

  @Test
  void a_secret_is_never_written_to_disk() throws Exception {
    cache().read(request(Map.of("currency", "s3cr3t"), Set.of("currency")), "c", folder);

    assertThat(files()).isEmpty();
  }

  @Test
  void a_damaged_file_is_read_anew_wherever_the_damage_is() throws Exception {
    var request = request(Map.of("currency", "GBP"), Set.of());
    var read = cache().read(request, "c", folder);
    var file = files().getFirst();
    var bytes = Files.readAllBytes(file);
    for (var length = 0; length < bytes.length; length += 7) {
      Files.write(
          file, java.util.Arrays.copyOf(bytes, length), StandardOpenOption.TRUNCATE_EXISTING);
      assertThat(cache().read(request, "c", folder)).as("cut at " + length).isEqualTo(read);
    }
  }

  @Test
  void a_folder_that_cannot_be_written_does_no_harm() throws Exception {
    var request = request(Map.of("currency", "GBP"), Set.of());
    var file = Files.writeString(folder.resolve("file"), "");

    assertThat(cache().read(request, "c", file.resolve("below"))).isInstanceOf(Reading.Read.class);
  }
}
