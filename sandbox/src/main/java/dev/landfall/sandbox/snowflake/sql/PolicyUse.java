package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;

/// A policy put on columns: `ROW ACCESS POLICY p ON (a, b)`, `MASKING POLICY p USING (a, b)`.
///
/// @param columns as written; of a masking policy the first one is the masked column itself, and
///   there are none when nothing is written
public record PolicyUse(QualifiedName policy, List<Name> columns) {
  public PolicyUse {
    columns = List.copyOf(columns);
  }
}
