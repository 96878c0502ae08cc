package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Snowflake's driver for Node, unchanged, against the stand-in. Needs `node`, `npm` and its
/// registry; says so when one of them is missing.
class NodeDriverTest {
  private static final String DRIVER = "snowflake-sdk@2.4.3";
  private static final Path FOLDER = Path.of("target", "node");
  private static final long MINUTES = 3;

  private record Ended(int exit, String out) {}

  private static Ended run(Path folder, List<String> command) throws Exception {
    var out = Files.createTempFile(folder, "out", ".txt");
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("stderr.txt").toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command.getFirst() + " does not end");
    }
    return new Ended(process.exitValue(), Files.readString(out));
  }

  private static boolean ends(String... command) throws Exception {
    try {
      return run(FOLDER, List.of(command)).exit() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @BeforeAll
  static void install() throws Exception {
    Files.createDirectories(FOLDER);
    assumeTrue(ends("node", "--version") && ends("npm", "--version"), "node and npm are missing");
    if (!Files.exists(FOLDER.resolve("node_modules/snowflake-sdk/package.json"))) {
      assumeTrue(
          ends(
              "npm",
              "install",
              "--prefix",
              ".",
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              DRIVER),
          "npm cannot fetch " + DRIVER);
    }
    try (var script = NodeDriverTest.class.getResourceAsStream("/node/session.js")) {
      Files.write(FOLDER.resolve("session.js"), script.readAllBytes());
    }
  }

  @Test
  void an_application_in_node_finds_what_it_knows() throws Exception {
    try (var server = SnowflakeServer.start(SnowflakeServer.Options.defaults())) {
      server.administer("NODE", Map.of(), "CREATE DATABASE NODE;");

      var ended =
          run(
              FOLDER,
              List.of(
                  "node",
                  "session.js",
                  server.endpoint(),
                  "NODE",
                  server.user(),
                  server.password()));

      assertThat(ended.exit()).as(() -> ended.out() + read(FOLDER.resolve("stderr.txt"))).isZero();
      check(new JsonMapper().readTree(ended.out()));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void check(JsonNode seen) {
    assertThat(seen.get("inserted").asInt()).isEqualTo(2);
    assertThat(seen.get("rows"))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    [{"ID": 1, "PRICE": 12.5, "SOLD_AT": "2026-03-04 05:06:07.000", "OPEN": true,
                      "SEAT_ROW": 7, "NOTE": "first"},
                     {"ID": 2, "PRICE": 99.95, "SOLD_AT": null, "OPEN": false, "SEAT_ROW": null,
                      "NOTE": null}]
                    """));
    assertThat(seen.get("columns"))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    [{"name": "ID", "type": "fixed", "scale": 0, "nullable": true},
                     {"name": "PRICE", "type": "fixed", "scale": 2, "nullable": true},
                     {"name": "DETAILS", "type": "variant", "nullable": true},
                     {"name": "OPEN", "type": "boolean", "nullable": true}]
                    """));
    assertThat(seen.at("/document/seat/row").asInt()).isEqualTo(7);
    assertThat(seen.get("afterRollback").asInt()).isEqualTo(2);
    assertThat(seen.at("/unknown/code").asString()).isEqualTo("002003");
    assertThat(seen.at("/unknown/sqlState").asString()).isEqualTo("42S02");
    assertThat(seen.at("/syntax/code").asString()).isEqualTo("001003");
    assertThat(seen.at("/syntax/message").asString())
        .contains("syntax error line 1 at position 0 unexpected 'SELEC'");
    assertThat(seen.get("streamed").asInt()).isEqualTo(5000);
    assertThat(seen.get("wrongPassword").asString())
        .isEqualTo("Incorrect username or password was specified.");
  }
}
