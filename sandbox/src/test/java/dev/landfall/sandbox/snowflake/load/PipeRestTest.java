package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.SettableClock;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Snowpipe's REST API, with tokens made by hand.
class PipeRestTest {
  private static final String P = "D.PUBLIC.P";

  private static KeyPair keys;

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock(Instant.now());
  private final HttpClient client = HttpClient.newHttpClient();
  private Stand stand;

  @BeforeAll
  static void makeKeys() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
  }

  @BeforeEach
  void open() throws Exception {
    stand = Stand.open(folder, SnowflakeServer.Options.defaults().withClock(clock));
    stand.run(
        "CREATE TABLE T (ID INT)",
        "CREATE PIPE P AS COPY INTO T FROM @ST/in/",
        "CREATE PIPE CSVS AS COPY INTO T FROM @ST/in/ PATTERN = '.*[.]csv'",
        "CREATE PIPE \"Mixed case\" AS COPY INTO T FROM @ST/in/",
        "CREATE ROLE LOADER",
        "GRANT USAGE ON DATABASE D TO ROLE LOADER",
        "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE LOADER",
        "GRANT OPERATE ON PIPE P TO ROLE LOADER",
        "GRANT OPERATE ON PIPE CSVS TO ROLE LOADER",
        "GRANT OPERATE ON PIPE \"Mixed case\" TO ROLE LOADER",
        "CREATE USER SVC TYPE = SERVICE DEFAULT_ROLE = LOADER RSA_PUBLIC_KEY = '"
            + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
            + "'",
        "GRANT ROLE LOADER TO USER SVC");
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    stand.close();
  }

  private record Answer(int status, JsonNode body) {
    List<String> all(String name) {
      return body.path("files").valueStream().map(file -> file.path(name).asString("-")).toList();
    }
  }

  private String jwt(String account, String user) throws Exception {
    var subject = account + "." + user;
    var digest = MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
    var now = clock.instant().getEpochSecond();
    var claims =
        "{\"iss\":\"%s.SHA256:%s\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                subject, Base64.getEncoder().encodeToString(digest), subject, now, now + 3_000);
    var content = url("{\"alg\":\"RS256\"}") + "." + url(claims);
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String pipe, String call) throws Exception {
    return HttpRequest.newBuilder(
            URI.create(stand.server().endpoint() + "/v1/data/pipes/" + pipe + "/" + call))
        .header("Authorization", "Bearer " + jwt(stand.server().account(), "SVC"))
        .header("X-Snowflake-Authorization-Token-Type", "KEYPAIR_JWT");
  }

  private Answer send(HttpRequest request) throws Exception {
    var response = client.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
  }

  private Answer get(String pipe, String call) throws Exception {
    return send(request(pipe, call).build());
  }

  private Answer post(String pipe, String call, String body) throws Exception {
    return send(
        request(pipe, call)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private Answer tell(String pipe, String... paths) throws Exception {
    var files = List.of(paths).stream().map(p -> "{\"path\": \"" + p + "\", \"size\": 2}").toList();
    return post(pipe, "insertFiles?requestId=r1", "{\"files\": " + files + "}");
  }

  private List<String> ids() throws Exception {
    return stand.column("SELECT ID FROM T ORDER BY 1");
  }

  @Test
  void files_are_loaded_and_reported() throws Exception {
    stand.put("in", "a.csv", "1\n2\n");
    stand.put("in/deep", "bad.csv", "3\nx\n");
    var told = tell(P, "a.csv", "deep/bad.csv", "none.csv");
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.body().toString())
        .isEqualTo("{\"requestId\":\"r1\",\"status\":\"success\",\"responseCode\":\"SUCCESS\"}");
    assertThat(ids()).isEqualTo(List.of("1", "2"));
    var report = get(P, "insertReport?requestId=r2");
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.body().path("pipe").asString()).isEqualTo("D.PUBLIC.P");
    assertThat(report.body().path("completeResult").asBoolean()).isTrue();
    assertThat(report.all("path")).isEqualTo(List.of("a.csv", "deep/bad.csv", "none.csv"));
    assertThat(report.all("status")).isEqualTo(List.of("LOADED", "LOAD_FAILED", "LOAD_FAILED"));
    assertThat(report.all("rowsInserted")).isEqualTo(List.of("2", "0", "0"));
    assertThat(report.all("rowsParsed")).isEqualTo(List.of("2", "2", "0"));
    assertThat(report.all("fileSize")).isEqualTo(List.of("4", "4", "0"));
    assertThat(report.all("errorsSeen")).isEqualTo(List.of("0", "1", "0"));
    assertThat(report.all("errorLimit")).isEqualTo(List.of("1", "1", "0"));
    assertThat(report.all("complete")).isEqualTo(List.of("true", "true", "false"));
    assertThat(report.all("firstError"))
        .isEqualTo(List.of("-", "Numeric value 'x' is not recognized", "-"));
    assertThat(report.all("firstErrorLineNum")).isEqualTo(List.of("-", "2", "-"));
    assertThat(report.all("firstErrorCharacterPos")).isEqualTo(List.of("-", "1", "-"));
    assertThat(report.all("firstErrorColumnName")).isEqualTo(List.of("-", "\"T\"[\"ID\":1]", "-"));
    assertThat(report.all("systemError"))
        .isEqualTo(List.of("-", "-", "The file was not found in the stage."));
    assertThat(report.all("timeReceived"))
        .allSatisfy(time -> assertThat(Instant.parse(time)).isBeforeOrEqualTo(clock.instant()));
  }

  @Test
  void a_report_goes_on_behind_a_mark_and_forgets_after_ten_minutes() throws Exception {
    stand.put("in", "a.csv", "1\n");
    stand.put("in", "b.csv", "2\n");
    tell(P, "a.csv");
    var mark = get(P, "insertReport").body().path("nextBeginMark").asString();
    assertThat(get(P, "insertReport?beginMark=" + mark).all("path")).isEmpty();
    clock.forward(Duration.ofSeconds(30));
    assertThat(get(P, "insertReport?recentSeconds=40").all("path")).isEqualTo(List.of("a.csv"));
    assertThat(get(P, "insertReport?recentSeconds=20").all("path")).isEmpty();
    assertThat(get(P, "insertReport?recentSeconds=x").status()).isEqualTo(400);
    tell(P, "b.csv");
    var second = get(P, "insertReport?beginMark=" + mark);
    assertThat(second.all("path")).isEqualTo(List.of("b.csv"));
    assertThat(second.body().path("completeResult").asBoolean()).isTrue();
    clock.forward(Duration.ofMinutes(11));
    var third = get(P, "insertReport?beginMark=" + mark);
    assertThat(third.all("path")).isEmpty();
    assertThat(third.body().path("completeResult").asBoolean()).isFalse();
    assertThat(get(P, "insertReport?beginMark=now").status()).isEqualTo(400);
  }

  @Test
  void a_scan_has_what_was_loaded_in_a_time_whoever_told_of_it() throws Exception {
    var start = clock.instant();
    stand.put("in", "a.csv", "1\n");
    tell(P, "a.csv");
    clock.forward(Duration.ofHours(1));
    stand.reconnect();
    stand.put("in", "b.csv", "2\n");
    stand.rows("ALTER PIPE P REFRESH");
    assertThat(get(P, "insertReport").all("path")).isEmpty();
    var all = get(P, "loadHistoryScan?startTimeInclusive=" + start);
    assertThat(all.all("path")).isEqualTo(List.of("a.csv", "b.csv"));
    assertThat(all.all("stageLocation")).allSatisfy(place -> assertThat(place).endsWith("/in/"));
    assertThat(all.body().path("completeResult").asBoolean()).isTrue();
    assertThat(all.body().path("startTimeInclusive").asString()).isEqualTo(start.toString());
    assertThat(all.body().path("rangeStartTime").asString())
        .isEqualTo(all.all("lastInsertTime").getFirst());
    assertThat(all.body().path("rangeEndTime").asString())
        .isEqualTo(all.all("lastInsertTime").getLast());
    var first =
        get(
            P,
            "loadHistoryScan?startTimeInclusive="
                + start
                + "&endTimeExclusive="
                + start.plusSeconds(600));
    assertThat(first.all("path")).isEqualTo(List.of("a.csv"));
    assertThat(get(P, "loadHistoryScan").status()).isEqualTo(400);
    assertThat(get(P, "loadHistoryScan?startTimeInclusive=yesterday").status()).isEqualTo(400);
  }

  @Test
  void a_file_is_loaded_once_and_only_where_the_pattern_fits() throws Exception {
    stand.put("in", "a.csv", "1\n");
    stand.put("in", "a.txt", "2\n");
    var told = tell("D.PUBLIC.CSVS", "a.csv", "a.txt");
    assertThat(told.body().path("unmatchedPatternFiles").toString()).isEqualTo("[\"a.txt\"]");
    var again =
        post(
            "D.PUBLIC.CSVS",
            "insertFiles?showSkippedFiles=true",
            "{\"files\": [{\"path\": \"a.csv\"}]}");
    assertThat(again.body().path("skippedFiles").toString()).isEqualTo("[\"a.csv\"]");
    assertThat(again.body().path("requestId").asString()).hasSize(36);
    assertThat(ids()).isEqualTo(List.of("1"));
  }

  @Test
  void paths_come_as_lines_too() throws Exception {
    stand.put("in", "a.csv", "1\n");
    stand.put("in", "b.csv", "2\n");
    var answer =
        send(
            request("D.PUBLIC.%22Mixed%20case%22", "insertFiles")
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofString("a.csv\nb.csv\n"))
                .build());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(ids()).isEqualTo(List.of("1", "2"));
    assertThat(get("D.PUBLIC.Mixed%20case", "insertReport").all("path")).hasSize(2);
  }

  @Test
  void a_paused_pipe_keeps_files_until_it_runs_again() throws Exception {
    stand.put("in", "a.csv", "1\n");
    stand.run("ALTER PIPE P SET PIPE_EXECUTION_PAUSED = TRUE");
    assertThat(tell(P, "a.csv").status()).isEqualTo(200);
    assertThat(get(P, "insertReport").all("path")).isEmpty();
    clock.forward(Duration.ofMinutes(20));
    stand.reconnect();
    stand.run("ALTER PIPE P SET PIPE_EXECUTION_PAUSED = FALSE");
    assertThat(ids()).isEqualTo(List.of("1"));
    assertThat(get(P, "insertReport").all("status")).isEqualTo(List.of("LOADED"));
  }

  @Test
  void a_pipe_that_is_not_there_or_not_the_roles_is_not_found() throws Exception {
    stand.run("CREATE PIPE SECRET AS COPY INTO T FROM @ST");
    for (var name : List.of("D.PUBLIC.NONE", "D.PUBLIC.SECRET", "d.public.p", "NO.PUBLIC.P")) {
      var answer = tell(name, "a.csv");
      assertThat(answer.status()).as(name).isEqualTo(404);
      assertThat(answer.body().path("code").asString()).as(name).isEqualTo("002003");
    }
    stand.run("GRANT MONITOR ON PIPE SECRET TO ROLE LOADER");
    assertThat(tell("D.PUBLIC.SECRET", "a.csv").status()).isEqualTo(404);
    assertThat(get("D.PUBLIC.SECRET", "insertReport").status()).isEqualTo(200);
    assertThat(tell("PUBLIC.P", "a.csv").status()).isEqualTo(400);
  }

  @Test
  void a_body_that_tells_of_no_files_is_refused() throws Exception {
    var many = IntStream.range(0, 5_001).mapToObj(i -> "f" + i).toArray(String[]::new);
    assertThat(tell(P, many).body().path("message").asString())
        .isEqualTo("A request has at most 5000 files, and not 5001.");
    for (var body :
        List.of(
            "",
            "{}",
            "[]",
            "{\"files\": 1}",
            "{\"files\": [1]}",
            "{\"files\": [{\"size\": 1}]}",
            "{\"files\": [{\"path\": \"a\", \"size\": \"1\"}]}",
            "{\"files\": [{\"path\": \"\"}]}",
            "{\"files\": [{\"path\": \"a\\u0000\"}]}",
            "{\"files\": [{\"path\": \"" + "x".repeat(1_025) + "\"}]}",
            "{\"files\": [], \"more\": 1}",
            "{\"files\": [")) {
      var answer = post(P, "insertFiles", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.body().path("code").asString()).as(body).isEqualTo("390400");
    }
    assertThat(get(P, "insertFiles").status()).isEqualTo(405);
    assertThat(get(P, "elsewhere").status()).isEqualTo(404);
  }

  @Test
  void who_does_not_show_who_they_are_is_refused() throws Exception {
    var good = jwt(stand.server().account(), "SVC");
    for (var header :
        List.of(
            "",
            "Bearer x",
            "Bearer " + good.substring(0, good.length() - 6) + "AAAAAA",
            "Bearer " + jwt(stand.server().account(), stand.server().user()),
            "Bearer " + jwt("ELSEWHERE", "SVC"),
            "Bearer " + jwt("../..", "SVC"),
            "Snowflake Token=\"" + good + "\"")) {
      var request =
          HttpRequest.newBuilder(
              URI.create(stand.server().endpoint() + "/v1/data/pipes/" + P + "/insertReport"));
      var answer =
          send((header.isEmpty() ? request : request.header("Authorization", header)).build());
      assertThat(answer.status()).as(header).isEqualTo(401);
    }
    var oauth =
        HttpRequest.newBuilder(
                URI.create(stand.server().endpoint() + "/v1/data/pipes/" + P + "/insertReport"))
            .header("Authorization", "Bearer " + good)
            .header("X-Snowflake-Authorization-Token-Type", "OAUTH");
    assertThat(send(oauth.build()).body().path("message").asString())
        .isEqualTo("Not supported by the sandbox: tokens of the type OAUTH");
    clock.forward(Duration.ofHours(2));
    var late =
        HttpRequest.newBuilder(
                URI.create(stand.server().endpoint() + "/v1/data/pipes/" + P + "/insertReport"))
            .header("Authorization", "BEARER " + good);
    var answer = send(late.build());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().path("code").asString()).isEqualTo("390144");
  }

  @Test
  void a_pipe_that_cannot_load_says_why() throws Exception {
    stand.put("in", "a.csv", "1\n");
    stand.run("ALTER TABLE T RENAME TO U");
    var answer = tell(P, "a.csv");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("message").asString())
        .contains("Table 'T' does not exist or not authorized");
  }

  @Test
  void calls_take_faults() throws Exception {
    stand.put("in", "a.csv", "1\n");
    send(
        HttpRequest.newBuilder(URI.create(stand.server().endpoint() + "/_landfall/faults"))
            .POST(
                BodyPublishers.ofString(
                    "{\"action\": \"insertFiles\", \"fault\": \"fail\", \"times\": 1, \"account\": \""
                        + stand.server().account()
                        + "\"}"))
            .build());
    assertThat(get(P, "insertReport").status()).isEqualTo(200);
    assertThat(tell(P, "a.csv").status()).isEqualTo(500);
    assertThat(ids()).isEmpty();
    assertThat(tell(P, "a.csv").status()).isEqualTo(200);
    assertThat(ids()).isEqualTo(List.of("1"));
  }
}
