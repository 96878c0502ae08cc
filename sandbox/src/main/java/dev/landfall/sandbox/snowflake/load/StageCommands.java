package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.FileTransfer;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.FileLocation;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// LIST, REMOVE, PUT and GET. For one statement.
public final class StageCommands {
  private static final String FILE = "file://";
  private static final int PUT_PARALLEL = 4;
  private static final int GET_PARALLEL = 10;
  private static final int MOST_PARALLEL = 99;
  private static final Set<String> COMPRESSIONS =
      Set.of("AUTO_DETECT", "GZIP", "BZ2", "BROTLI", "ZSTD", "DEFLATE", "RAW_DEFLATE", "NONE");
  private static final DateTimeFormatter MODIFIED =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Locator locator;

  public StageCommands(LoadContext context) {
    this.locator = new Locator(context.access(), context.files().stores());
  }

  /// LIST: name, size, md5 and time of each file.
  public Result list(FileStatement.ListFiles statement) throws SnowflakeException {
    var location = locator.find(statement.location(), Locator.Use.READ, Optional.empty());
    var rows = new ArrayList<List<@Nullable String>>();
    for (var file : location.list(CopyOptions.pattern(statement.pattern()))) {
      var object = file.object();
      rows.add(
          List.of(
              location.listed(file.path()),
              Long.toString(object.size()),
              object.tag(),
              MODIFIED.format(object.modified())));
    }
    return new Result(
        StatementKind.SELECT,
        List.of(
            text("name"),
            new ResultColumn("size", DataType.Fixed.INTEGER, true),
            text("md5"),
            text("last_modified")),
        rows);
  }

  /// REMOVE: deletes files.
  public Result remove(FileStatement.RemoveFiles statement, boolean describeOnly)
      throws SnowflakeException {
    var location = locator.find(statement.location(), Locator.Use.WRITE, Optional.empty());
    var rows = new ArrayList<List<@Nullable String>>();
    if (!describeOnly) {
      for (var file : location.list(CopyOptions.pattern(statement.pattern()))) {
        try {
          location.store().delete(location.bucket(), file.object().key());
        } catch (IOException e) {
          throw location.failed(e);
        }
        rows.add(List.of(location.listed(file.path()), "removed"));
      }
    }
    return new Result(StatementKind.SELECT, List.of(text("name"), text("result")), rows);
  }

  private static ResultColumn text(String name) {
    return new ResultColumn(name, DataType.Text.MAX, true);
  }

  public FileTransfer put(FileStatement.Put statement) throws SnowflakeException {
    var settings = Settings.of(statement.options(), java.util.Map.of());
    var compression = settings.word("SOURCE_COMPRESSION").orElse("AUTO_DETECT");
    if (!COMPRESSIONS.contains(compression)) {
      throw Settings.invalid("SOURCE_COMPRESSION", compression);
    }
    boolean autoCompress = settings.bool("AUTO_COMPRESS", true);
    boolean overwrite = settings.bool("OVERWRITE", false);
    int parallel = parallel(settings, PUT_PARALLEL);
    finish(settings, "PUT");
    var location = internal(statement.target(), Locator.Use.WRITE, "PUT");
    var folder =
        (location.path().isEmpty()
                ? location.internal().folder(location.bucket())
                : location.internal().path(location.bucket(), withoutSlash(location.path())))
            .toString();
    // The drivers put the user's home folder for it.
    if (folder.contains("~")) {
      throw Errors.notSupported("PUT where the path contains '~'");
    }
    return new FileTransfer.Upload(
        local(statement.file()),
        folder,
        autoCompress,
        compression.toLowerCase(Locale.ROOT),
        overwrite,
        parallel);
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  public FileTransfer get(FileStatement.Get statement) throws SnowflakeException {
    var settings = Settings.of(statement.options(), java.util.Map.of());
    var pattern = CopyOptions.pattern(settings.text("PATTERN"));
    int parallel = parallel(settings, GET_PARALLEL);
    finish(settings, "GET");
    var location = internal(statement.source(), Locator.Use.READ, "GET");
    var root = location.internal().folder(location.bucket());
    var files = new ArrayList<String>();
    for (var file : location.list(pattern)) {
      var path = location.internal().path(location.bucket(), file.object().key());
      files.add(root.relativize(path).toString());
    }
    return new FileTransfer.Download(
        files, root.toString(), local(statement.directory()), parallel);
  }

  private Located internal(FileLocation place, Locator.Use use, String statement)
      throws SnowflakeException {
    var location = locator.find(place, use, Optional.empty());
    if (location.stage().flatMap(stage -> stage.url()).isPresent()) {
      throw Errors.compilation(
          "001046", "0A000", statement + " is not supported for an external stage.");
    }
    return location;
  }

  private static int parallel(Settings settings, int fallback) throws SnowflakeException {
    var written = settings.count("PARALLEL");
    if (written.isPresent() && (written.getAsLong() < 1 || written.getAsLong() > MOST_PARALLEL)) {
      throw Settings.invalid("PARALLEL", Long.toString(written.getAsLong()));
    }
    return (int) written.orElse(fallback);
  }

  private static void finish(Settings settings, String statement) throws SnowflakeException {
    for (var name : settings.left().keySet()) {
      throw Errors.notSupported(statement + " … " + name);
    }
  }

  private static String local(String address) throws SnowflakeException {
    if (!address.startsWith(FILE)) {
      throw Errors.compilation(
          "001003", "42000", "syntax error: '" + address + "' does not begin with 'file://'.");
    }
    return address.substring(FILE.length());
  }
}
