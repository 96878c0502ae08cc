package dev.landfall.sandbox.snowflake.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.snowflake.load.PipeHistory.Problem;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.session.Accounts;
import dev.landfall.sandbox.snowflake.session.PipeCall;
import dev.landfall.sandbox.snowflake.session.PipeCall.Report;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// Telling pipes of files, and asking what has become of them (Snowflake, "Snowpipe REST API").
final class PipeEndpoints {
  private static final String PIPE = "/v1/data/pipes/{name}/";

  /// How many files a call may tell of.
  private static final int MOST_FILES = 5_000;

  /// How long a file's path may be, in UTF-8.
  private static final int LONGEST_PATH = 1_024;

  private static final List<String> OPERATE = List.of("OPERATE");
  private static final List<String> MONITOR = List.of("MONITOR", "OPERATE");
  private static final String KEY_PAIR = "KEYPAIR_JWT";
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final Pattern MARK = Pattern.compile("1_(\\d{1,18})");

  private final Accounts accounts;

  PipeEndpoints(Accounts accounts) {
    this.accounts = accounts;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.of("insertFiles", "POST", PIPE + "insertFiles", this::insertFiles),
        Endpoint.of("insertReport", "GET", PIPE + "insertReport", this::insertReport),
        Endpoint.of("loadHistoryScan", "GET", PIPE + "loadHistoryScan", this::loadHistoryScan));
  }

  /// What is asked of a pipe.
  private interface Asking {
    Reply ask(PipeCall pipe) throws SnowflakeException, IOException, Refusal;
  }

  /// @param privileges of which the user's role must have one
  private Reply with(Call call, Optional<String> name, List<String> privileges, Asking asking)
      throws IOException, Refusal {
    var jwt = call.authorization().bearer();
    if (jwt.isEmpty()) {
      return Reply.refused(401, "390101", "Authorization header not found in the request data.");
    }
    var type = call.authorization().tokenType().orElse(KEY_PAIR);
    if (!type.equals(KEY_PAIR)) {
      return Reply.refused(
          401, "000002", "Not supported by the sandbox: tokens of the type " + type);
    }
    PipeCall pipe;
    try {
      pipe = accounts.pipe(jwt.get(), name(name.orElseThrow()), privileges.toArray(String[]::new));
    } catch (SnowflakeException e) {
      return Reply.refused(e.code().startsWith("390") ? 401 : 404, e.code(), e.text());
    }
    try {
      return asking.ask(pipe);
    } catch (SnowflakeException e) {
      return Reply.refused(400, e.code(), e.text());
    }
  }

  /// A whole name, in which case counts also without quotes.
  private static QualifiedName name(String text) throws SnowflakeException, Refusal {
    var name =
        text.contains("\"")
            ? Names.parse(text)
            : new QualifiedName(Stream.of(text.split("\\.", -1)).map(Name::new).toList());
    if (name.parts().size() != 3) {
      throw Refusal.badRequest(
          "'" + text + "' is not the name of a pipe with database and schema.");
    }
    return name;
  }

  private Reply insertFiles(Call call, Optional<String> name) throws IOException, Refusal {
    return with(
        call,
        name,
        OPERATE,
        pipe -> {
          var sorted = pipe.tell(paths(call));
          boolean skipped = call.parameter("showSkippedFiles").orElse("").equals("true");
          return Reply.bare(json -> {
            json.writeStartObject();
            json.writeStringProperty("requestId", requestId(call));
            json.writeStringProperty("status", "success");
            json.writeStringProperty("responseCode", "SUCCESS");
            if (!sorted.unmatched().isEmpty()) {
              texts(json, "unmatchedPatternFiles", sorted.unmatched());
            }
            if (skipped) {
              texts(json, "skippedFiles", sorted.loaded());
            }
            json.writeEndObject();
          });
        });
  }

  private static String requestId(Call call) {
    return call.parameter("requestId").orElseGet(() -> UUID.randomUUID().toString());
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeName(name);
    json.writeStartArray();
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  /// The paths of a JSON object, or one in a line.
  private static List<String> paths(Call call) throws Refusal {
    var paths = new ArrayList<String>();
    if (call.body().isString()) {
      call.body().asString().lines().filter(line -> !line.isBlank()).forEach(paths::add);
    } else {
      var files = call.body().path("files");
      if (!files.isArray() || call.body().size() != 1) {
        throw Refusal.badRequest("The body is an object with an array 'files' and nothing else.");
      }
      for (var file : files) {
        paths.add(
            Optional.of(file.path("path"))
                .filter(path -> path.isString())
                .map(path -> path.asString())
                .orElseThrow(() -> Refusal.badRequest("Each file has a text 'path'.")));
        var size = file.path("size");
        if (!size.isMissingNode() && !size.isNull() && !size.isIntegralNumber()) {
          throw Refusal.badRequest("The 'size' of a file is a number of bytes.");
        }
      }
    }
    check(paths);
    return paths;
  }

  private static void check(List<String> paths) throws Refusal {
    if (paths.size() > MOST_FILES) {
      throw Refusal.badRequest(
          "A request has at most " + MOST_FILES + " files, and not " + paths.size() + ".");
    }
    for (var path : paths) {
      if (path.isEmpty() || path.indexOf('\0') >= 0 || path.getBytes(UTF_8).length > LONGEST_PATH) {
        throw Refusal.badRequest(
            "The path of a file has 1 to " + LONGEST_PATH + " bytes: '" + path + "'");
      }
    }
  }

  private Reply insertReport(Call call, Optional<String> name) throws IOException, Refusal {
    return with(
        call,
        name,
        MONITOR,
        pipe -> {
          var report = pipe.recent(mark(call), seconds(call));
          return Reply.bare(json -> {
            json.writeStartObject();
            json.writeStringProperty("pipe", report.pipe());
            json.writeBooleanProperty("completeResult", report.complete());
            json.writeStringProperty("nextBeginMark", "1_" + report.mark());
            files(json, report);
            json.writeEndObject();
          });
        });
  }

  private static Optional<Long> mark(Call call) throws Refusal {
    var given = call.parameter("beginMark");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    var mark = MARK.matcher(given.get());
    if (!mark.matches()) {
      throw Refusal.badRequest("The beginMark '" + given.get() + "' is none of a report's.");
    }
    return Optional.of(Long.parseLong(mark.group(1)));
  }

  /// What Snowflake's own client may ask for.
  private static Optional<Duration> seconds(Call call) throws Refusal {
    var given = call.parameter("recentSeconds");
    if (given.isPresent() && !SECONDS.matcher(given.get()).matches()) {
      throw Refusal.badRequest("recentSeconds is no number: '" + given.get() + "'");
    }
    return given.map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private Reply loadHistoryScan(Call call, Optional<String> name) throws IOException, Refusal {
    return with(
        call,
        name,
        MONITOR,
        pipe -> {
          var from =
              moment(call, "startTimeInclusive")
                  .orElseThrow(() -> Refusal.badRequest("A scan has a startTimeInclusive."));
          var report = pipe.between(from, moment(call, "endTimeExclusive"));
          return Reply.bare(json -> {
            json.writeStartObject();
            json.writeStringProperty("pipe", report.pipe());
            json.writeBooleanProperty("completeResult", report.complete());
            json.writeStringProperty("startTimeInclusive", from.toString());
            json.writeStringProperty("endTimeExclusive", report.until().toString());
            range(json, report);
            files(json, report);
            json.writeEndObject();
          });
        });
  }

  private static Optional<Instant> moment(Call call, String name) throws Refusal {
    var text = call.parameter(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest(name + " is no time in ISO 8601: '" + text.get() + "'");
    }
  }

  /// When the first and the last of the files were loaded.
  private static void range(JsonGenerator json, Report report) {
    var loaded = report.files().stream().flatMap(file -> file.loading().stream()).toList();
    if (!loaded.isEmpty()) {
      json.writeStringProperty("rangeStartTime", loaded.getFirst().at().toString());
      json.writeStringProperty("rangeEndTime", loaded.getLast().at().toString());
    }
  }

  private static void files(JsonGenerator json, Report report) {
    json.writeName("files");
    json.writeStartArray();
    report.files().forEach(file -> write(json, file));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, PipeCall.File file) {
    var loading = file.loading();
    json.writeStartObject();
    json.writeStringProperty("path", file.path());
    json.writeStringProperty("stageLocation", file.stageLocation());
    json.writeStringProperty("timeReceived", file.received().toString());
    json.writeNumberProperty("fileSize", loading.map(each -> each.size()).orElse(0L));
    loading.ifPresent(each -> json.writeStringProperty("lastInsertTime", each.at().toString()));
    json.writeNumberProperty("rowsInserted", loading.map(each -> each.rows()).orElse(0L));
    json.writeNumberProperty("rowsParsed", loading.map(each -> each.parsed()).orElse(0L));
    json.writeNumberProperty("errorsSeen", loading.map(each -> each.errors()).orElse(0L));
    json.writeNumberProperty("errorLimit", loading.map(each -> each.limit()).orElse(0L));
    loading.flatMap(each -> each.first()).ifPresent(error -> write(json, error));
    file.failure().ifPresent(failure -> json.writeStringProperty("systemError", failure));
    json.writeBooleanProperty("complete", loading.isPresent());
    json.writeStringProperty("status", loading.map(each -> each.status()).orElse("LOAD_FAILED"));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Problem error) {
    json.writeStringProperty("firstError", error.text());
    error.line().ifPresent(line -> json.writeNumberProperty("firstErrorLineNum", line));
    error
        .character()
        .ifPresent(character -> json.writeNumberProperty("firstErrorCharacterPos", character));
    error.column().ifPresent(column -> json.writeStringProperty("firstErrorColumnName", column));
  }
}
