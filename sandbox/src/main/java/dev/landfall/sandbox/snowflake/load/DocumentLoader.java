package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.DocumentFile.Documents;
import dev.landfall.sandbox.snowflake.load.format.BadRecord;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/// Loads JSON and Parquet files into a table's one semi-structured column.
final class DocumentLoader implements FileLoader {
  private final DocumentFile format;
  private final RowTable rows;
  private final boolean nullable;
  private final DataType type;
  private final String shown;
  private final LoadContext context;
  private final Pace pace;
  private final long wanted;
  private long count;

  /// @param wanted how many rows are enough
  DocumentLoader(
      DocumentFile format, Target target, RowTable rows, LoadContext context, long wanted)
      throws SnowflakeException {
    this.format = format;
    this.rows = rows;
    this.context = context;
    this.pace = new Pace(context);
    this.wanted = wanted;
    this.type = target.columns().getFirst().column().type();
    this.nullable = target.columns().getFirst().column().nullable();
    this.shown = target.shown(0);
    boolean fits =
        type instanceof DataType.Variant
            || type instanceof DataType.Obj
            || type instanceof DataType.Array;
    if (target.columns().size() != 1 || !fits) {
      throw Errors.compilation(
          "002102",
          "0A000",
          format.type()
              + " file format can produce one and only one column of type variant, object, or"
              + " array. Load data into separate columns using the MATCH_BY_COLUMN_NAME copy option"
              + " or copy with transformation.");
    }
  }

  @Override
  public void load(Input input, Tally tally) throws SnowflakeException, SQLException, IOException {
    format.read(
        input,
        context.files().scratch(),
        documents -> {
          while (count < wanted && documents.next()) {
            pace.step();
            step(documents, input, tally);
          }
        },
        tally);
  }

  private void step(Documents documents, Input input, Tally tally)
      throws SnowflakeException, SQLException, BadRecord {
    tally.parsed(1);
    var variant = documents.variant();
    if (tally.hopeless()) {
      return;
    }
    Optional<String> value;
    try {
      value = converted(variant);
      if (value.isEmpty() && !nullable) {
        throw new SnowflakeException("100072", "22000", "NULL result in a non-nullable column");
      }
    } catch (SnowflakeException e) {
      tally.strict(documents.error(e, shown));
      return;
    }
    var appender = rows.appender();
    appender.beginRow();
    appender.append(input.number());
    appender.append(value.orElse(null));
    appender.endRow();
    tally.good(1);
    count++;
  }

  private Optional<String> converted(String variant) throws SnowflakeException {
    return switch (type) {
      case DataType.Obj() when variant.equals("null") -> Optional.empty();
      case DataType.Obj() when !variant.startsWith("{") ->
          throw new SnowflakeException(
              "100071", "22000", "Failed to cast variant value " + variant + " to OBJECT");
      case DataType.Array() when variant.equals("null") -> Optional.empty();
      case DataType.Array() when !variant.startsWith("[") -> Optional.of("[" + variant + "]");
      default -> Optional.of(variant);
    };
  }
}
