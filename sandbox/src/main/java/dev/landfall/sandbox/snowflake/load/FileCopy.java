package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.Located.Found;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.FileLocation;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// COPY FILES: from one named stage to another, under the same names. For one statement.
public final class FileCopy {
  private final Located source;
  private final Located target;
  private final LoadContext context;

  private FileCopy(Located source, Located target, LoadContext context) {
    this.source = source;
    this.target = target;
    this.context = context;
  }

  public static Result run(
      FileStatement.CopyFiles statement, LoadContext context, boolean describeOnly)
      throws SnowflakeException {
    var settings = Settings.of(statement.options(), Map.of());
    var names = settings.value("FILES").map(CopyOptions::texts);
    var pattern = CopyOptions.pattern(settings.text("PATTERN"));
    if (!settings.bool("DETAILED_OUTPUT", true)) {
      throw Errors.notSupported("COPY FILES … DETAILED_OUTPUT = FALSE");
    }
    if (names.isPresent() && pattern.isPresent()) {
      throw Errors.notSupported("COPY FILES … FILES together with PATTERN");
    }
    var locator = new Locator(context.access(), context.files().stores());
    var copy =
        new FileCopy(
            locator.find(named(statement.source()), Locator.Use.READ, Optional.empty()),
            locator.find(named(statement.target()), Locator.Use.WRITE, Optional.empty()),
            context);
    var rows = new ArrayList<List<@Nullable String>>();
    if (!describeOnly) {
      var files = names.isPresent() ? copy.named(names.get()) : copy.source.list(pattern);
      for (var file : files) {
        rows.add(List.of(copy.copied(file)));
      }
    }
    return new Result(
        StatementKind.COPY, List.of(new ResultColumn("file", DataType.Text.MAX, true)), rows);
  }

  /// A named stage, whole or from one of its folders on.
  private static FileLocation named(FileLocation location) throws SnowflakeException {
    if (!(location instanceof FileLocation.Stage(var _, var path))) {
      throw Errors.compilation(
          "001420", "22023", "COPY FILES copies from and to named stages only.");
    }
    if (!path.isEmpty() && !path.endsWith("/")) {
      throw Errors.notSupported("COPY FILES with a path that does not end with '/'");
    }
    return location;
  }

  private List<Found> named(List<String> names) throws SnowflakeException {
    var found = new ArrayList<Found>();
    for (var name : names) {
      var file = source.find(name);
      if (file.isEmpty()) {
        throw TableCopy.missing(source.listed(source.path() + name));
      }
      found.add(file.get());
    }
    return found;
  }

  /// @return the copy's path in its stage
  private String copied(Found file) throws SnowflakeException {
    context.check();
    var path = target.path() + file.path().substring(source.path().length());
    try {
      var copy = Files.createTempFile("landfall-", ".file");
      try {
        try (var in = source.store().open(source.bucket(), file.object().key())) {
          Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        put(path, copy);
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw source.failed(e);
    }
    return path;
  }

  private void put(String path, Path content) throws SnowflakeException {
    try {
      target.store().put(target.bucket(), target.base() + path, content);
    } catch (IOException e) {
      throw target.failed(e);
    }
  }
}
