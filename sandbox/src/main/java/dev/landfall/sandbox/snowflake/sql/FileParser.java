package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads COPY, PUT, GET, LIST and REMOVE.
final class FileParser {
  private final Cursor cursor;
  private final Spans spans;
  private final LocationParser locations;

  FileParser(Cursor cursor) {
    this.cursor = cursor;
    this.spans = new Spans(cursor);
    this.locations = new LocationParser(cursor);
  }

  FileStatement copy() throws SnowflakeException {
    int mark = cursor.mark();
    cursor.expect("COPY");
    if (cursor.accept("FILES")) {
      return copyFiles();
    }
    cursor.expect("INTO");
    boolean location =
        cursor.kind() == TokenKind.STAGE
            || cursor.kind() == TokenKind.STRING
            || cursor.kind() == TokenKind.DOLLAR_STRING;
    return location ? unload() : load(mark);
  }

  private FileStatement copyFiles() throws SnowflakeException {
    cursor.expect("INTO");
    FileLocation target = locations.stage();
    cursor.expect("FROM");
    if (cursor.isSymbol("(")) {
      throw Errors.notSupported("COPY FILES … FROM (SELECT …)");
    }
    FileLocation source = locations.stage();
    Options options = new OptionParser(cursor, "COPY FILES", Properties.COPY_FILES).all().done();
    return new FileStatement.CopyFiles(target, source, options);
  }

  private FileStatement load(int mark) throws SnowflakeException {
    QualifiedName table = cursor.qualified();
    List<Name> columns = cursor.isSymbol("(") ? cursor.names() : List.of();
    FileStatement.Source source;
    if (!cursor.accept("FROM")) {
      // The table's own stage may be left out.
      source = new FileStatement.Source.Files(new FileLocation.TableStage(table, ""));
    } else if (cursor.isSymbol("(")) {
      source = transformation();
    } else {
      source = new FileStatement.Source.Files(locations.any());
    }
    Options options = new OptionParser(cursor, "COPY", Properties.COPY_INTO_TABLE).all().done();
    return new FileStatement.CopyIntoTable(
        table, columns, source, options, cursor.span(mark, cursor.mark()));
  }

  private FileStatement.Source transformation() throws SnowflakeException {
    if (!cursor.isAt(1, "SELECT")) {
      cursor.skip();
      throw cursor.unexpected();
    }
    int from = cursor.mark();
    Span query = spans.inParentheses();
    int until = cursor.mark();
    List<FileLocation> read = new ArrayList<>();
    cursor.reset(from);
    while (cursor.mark() < until) {
      boolean string = cursor.is("FROM") && cursor.kind(1) == TokenKind.STRING;
      if (string) {
        cursor.skip();
      }
      if (string || cursor.kind() == TokenKind.STAGE) {
        read.add(locations.stage());
      } else {
        cursor.skip();
      }
    }
    cursor.reset(until);
    return new FileStatement.Source.Transformation(query, read);
  }

  private FileStatement unload() throws SnowflakeException {
    FileLocation location = locations.any();
    cursor.expect("FROM");
    FileStatement.Unloaded source =
        cursor.isSymbol("(")
            ? new FileStatement.Unloaded.Query(spans.inParentheses())
            : new FileStatement.Unloaded.Table(cursor.qualified());
    Optional<Span> partitionBy = Optional.empty();
    var options = new OptionParser(cursor, "COPY", Properties.COPY_INTO_LOCATION);
    while (true) {
      if (partitionBy.isEmpty() && cursor.accept("PARTITION", "BY")) {
        partitionBy =
            Optional.of(cursor.isSymbol("(") ? spans.inParentheses() : spans.expression());
      } else if (!options.accept() && !options.acceptFlag("HEADER")) {
        break;
      }
    }
    return new FileStatement.CopyIntoLocation(location, source, partitionBy, options.done());
  }

  FileStatement put() throws SnowflakeException {
    cursor.expect("PUT");
    String file = file();
    FileLocation target = locations.stage();
    Options options = new OptionParser(cursor, "PUT", Properties.PUT).all().done();
    return new FileStatement.Put(file, target, options);
  }

  FileStatement get() throws SnowflakeException {
    cursor.expect("GET");
    FileLocation source = locations.stage();
    String directory = file();
    Options options = new OptionParser(cursor, "GET", Properties.GET).all().done();
    return new FileStatement.Get(source, directory, options);
  }

  private String file() throws SnowflakeException {
    if (cursor.kind() == TokenKind.FILE_URL) {
      String url = cursor.text();
      cursor.skip();
      return url;
    }
    return cursor.string();
  }

  FileStatement list() throws SnowflakeException {
    cursor.skip();
    return new FileStatement.ListFiles(locations.stage(), pattern());
  }

  FileStatement remove() throws SnowflakeException {
    cursor.skip();
    return new FileStatement.RemoveFiles(locations.stage(), pattern());
  }

  private Optional<String> pattern() throws SnowflakeException {
    if (!cursor.accept("PATTERN")) {
      return Optional.empty();
    }
    cursor.expectSymbol("=");
    return Optional.of(cursor.string());
  }
}
