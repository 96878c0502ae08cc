package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.Functions.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `docs/sandbox-snowflake.md` says what is so: its statements do what the page says of them, and
/// its lists are those of the code.
class SandboxPageTest {
  private static final Path PAGE = Path.of("..", "docs", "sandbox-snowflake.md");
  private static final Path SOURCES =
      Path.of("src", "main", "java", "dev", "landfall", "sandbox", "snowflake");
  private static final Pattern BLOCK = Pattern.compile("```sql (\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REFUSAL =
      Pattern.compile("notSupported\\(\\s*\"((?:[^\"\\\\]|\\\\.)+)\"\\s*([,)+])");

  private static SnowflakeServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    connection = Driver.connect(server);
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
  }

  @Test
  void every_statement_does_what_the_page_says() throws Exception {
    var honoured = 0;
    var refused = 0;
    var blocks = BLOCK.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      switch (blocks.group(1)) {
        case "honoured", "recorded" -> {
          runs(blocks.group(2));
          honoured++;
        }
        case "refused" -> {
          for (var example : blocks.group(2).strip().split("\n\n")) {
            isRefused(example);
            refused++;
          }
        }
        default -> fail("a block of the kind " + blocks.group(1));
      }
    }
    assertThat(honoured).isGreaterThanOrEqualTo(7);
    assertThat(refused).isGreaterThanOrEqualTo(5);
  }

  private static void runs(String statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.unwrap(SnowflakeStatement.class).setParameter("MULTI_STATEMENT_COUNT", 0);
      statement.execute(statements);
      var results = 0;
      do {
        results++;
      } while (statement.getMoreResults() || statement.getUpdateCount() != -1);
      assertThat(results).isPositive();
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + "\nin:\n" + statements, e);
    }
  }

  private static void isRefused(String example) throws SQLException {
    var comment = example.lastIndexOf("\n-- ");
    var message = example.substring(comment + "\n-- ".length()).strip();
    try (var statement = connection.createStatement()) {
      statement.execute(example.substring(0, comment));
    } catch (SQLException e) {
      assertThat(e.getMessage()).as(example).contains(message);
      return;
    }
    fail("not refused: " + example);
  }

  @Test
  void the_lists_are_those_of_the_code() throws IOException {
    var page = Files.readString(PAGE);
    var now = with(with(page, "refusals", refusals()), "functions", functions());
    if (System.getProperty("landfall.page", "").equals("write")) {
      Files.writeString(PAGE, now);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(now);
  }

  private static String with(String page, String name, String text) {
    var start = "<!-- generated: " + name + " -->\n";
    var from = page.indexOf(start);
    var to = page.indexOf("<!-- end -->", from);
    assertThat(from).as(name).isPositive();
    return page.substring(0, from + start.length()) + text + page.substring(to);
  }

  /// What the code refuses, by the texts it names it with.
  private static String refusals() throws IOException {
    var all = new TreeSet<String>();
    try (var files = Files.walk(SOURCES)) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        var found = REFUSAL.matcher(read(file));
        while (found.find()) {
          var text = found.group(1).replace("\\\"", "\"").strip();
          var begins = found.group(2).equals("+");
          if (!text.startsWith(")") && text.length() > 2) {
            all.add(begins ? text + " …" : text);
          }
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(100);
    return "\n### Every refusal\n\nAs the messages name it; `…` stands for what the statement says."
        + "\n\n"
        + all.stream().map(text -> "- " + text + "\n").collect(Collectors.joining());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String functions() {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add("## Functions");
    lines.add("");
    lines.add("Honoured: " + joined(status -> status.honoured() && status.note().isEmpty()) + ".");
    lines.add("");
    lines.add("Honoured in part:");
    lines.add("");
    lines.addAll(noted(Status::honoured));
    lines.add("");
    lines.add("Refused:");
    lines.add("");
    lines.addAll(noted(status -> !status.honoured()));
    return String.join("\n", lines) + "\n";
  }

  private static String joined(Predicate<Status> which) {
    return Functions.names().stream()
        .filter(which)
        .map(status -> "`" + status.name() + "`")
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static List<String> noted(Predicate<Status> which) {
    return Functions.names().stream()
        .filter(which)
        .filter(status -> !status.note().isEmpty())
        .collect(
            Collectors.groupingBy(
                Status::note,
                TreeMap::new,
                Collectors.mapping(status -> "`" + status.name() + "`", Collectors.joining(", "))))
        .entrySet()
        .stream()
        .map(entry -> "- " + entry.getValue() + ": " + entry.getKey())
        .toList();
  }
}
