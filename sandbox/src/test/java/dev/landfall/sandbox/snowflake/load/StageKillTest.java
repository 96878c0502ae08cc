package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.Http;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of files and loads when the process is killed.
class StageKillTest {
  @TempDir private Path folder;

  /// A server in a process of its own. It prints its port and waits.
  public static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      try (var server =
          SnowflakeServer.start(
              SnowflakeServer.Options.defaults().withHome(Path.of(arguments[0])))) {
        System.out.println(server.port());
        System.out.flush();
        var _ = System.in.read();
      }
    }
  }

  private Process child() throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            folder.resolve("home").toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Http.Answer run(Http http, String sql) throws Exception {
    var answer = http.query(sql);
    assertThat(answer.success()).as("%s: %s", sql, answer.body()).isTrue();
    return answer;
  }

  @Test
  void what_was_loaded_is_known_and_what_was_not_committed_is_loaded_again() throws Exception {
    var process = child();
    try (var out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var http = connect(Integer.parseInt(out.readLine()))) {
      run(http, "CREATE DATABASE D");
      run(http, "CREATE STAGE ST");
      run(http, "CREATE TABLE T (ID INT)");
      var put = run(http, "PUT file:///a.csv @ST");
      var stage = Path.of(put.body().path("data").path("stageInfo").path("location").asString());
      Files.createDirectories(stage);
      Files.writeString(stage.resolve("a.csv"), "1\n");
      run(http, "COPY INTO T FROM @ST");
      Files.writeString(stage.resolve("b.csv"), "2\n");
      run(http, "BEGIN");
      run(http, "COPY INTO T FROM @ST PURGE = TRUE");
      process.destroyForcibly().waitFor();
    } finally {
      process.destroyForcibly();
    }
    try (var stand =
        Stand.open(folder, SnowflakeServer.Options.defaults().withHome(folder.resolve("home")))) {
      assertThat(stand.column("LIST @ST")).containsExactly("st/a.csv", "st/b.csv");
      assertThat(stand.column("SELECT ID FROM T")).containsExactly("1");
      assertThat(stand.column("COPY INTO T FROM @ST")).containsExactly("st/b.csv");
      assertThat(stand.column("SELECT ID FROM T ORDER BY 1")).containsExactly("1", "2");
    }
  }

  private static Http connect(int port) throws Exception {
    var options = SnowflakeServer.Options.defaults();
    var http = new Http("http://127.0.0.1:" + port, options.user(), options.password());
    assertThat(http.login(options.account()).success()).isTrue();
    return http;
  }
}
