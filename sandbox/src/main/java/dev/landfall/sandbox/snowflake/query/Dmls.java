package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.util.List;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.update.Update;

/// DML statements of all kinds.
final class Dmls {
  private static final DataType COUNT = new DataType.Fixed(19, 0);

  private final Translation translation;

  Dmls(Translation translation) {
    this.translation = translation;
  }

  Dml dml() throws SnowflakeException {
    var stores = new Stores(translation);
    var several = new MultiInserts(translation, stores);
    if (several.isWritten()) {
      requireOneRow();
      return several.insert();
    }
    return translation.<Dml>statement(node -> dml(node, stores));
  }

  private Dml dml(Statement node, Stores stores) throws SnowflakeException {
    if (!(node instanceof Insert)) {
      requireOneRow();
    }
    return switch (node) {
      case Insert insert -> new Inserts(translation, stores).insert(insert);
      case Update update -> new Updates(translation, stores).update(update);
      case Delete delete -> new Deletes(translation, stores).delete(delete);
      case Merge merge -> new Merges(translation, stores).merge(merge);
      default ->
          throw Errors.notSupported(
              "a statement of the kind " + node.getClass().getSimpleName() + " as DML");
    };
  }

  private void requireOneRow() throws SnowflakeException {
    if (translation.allBinds().size() > 1) {
      throw Errors.notSupported("several sets of binds other than for INSERT … VALUES");
    }
  }

  /// A statement and its answer.
  ///
  /// @param columns names of the counts
  static Dml of(
      Translation translation, StatementKind kind, List<Dml.Step> steps, List<String> columns) {
    return new Dml(
        kind,
        steps,
        columns.stream().map(name -> new ResultColumn(name, COUNT, false)).toList(),
        translation.text().binds());
  }
}
