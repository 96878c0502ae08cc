package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// A column as CREATE TABLE or ADD COLUMN defines it.
///
/// @param type empty only where a query gives it
/// @param notNull NOT NULL was written
/// @param computed the expression of a virtual column, `AS (…)`
/// @param constraints those written with the column, which is then their only one
public record Column(
    Name name,
    Optional<DataType> type,
    Optional<String> collation,
    boolean notNull,
    Optional<Fallback> fallback,
    Optional<Span> computed,
    List<Constraint> constraints,
    Optional<PolicyUse> masking,
    Optional<PolicyUse> projection,
    List<TagValue> tags,
    Optional<String> comment) {
  public Column {
    constraints = List.copyOf(constraints);
    tags = List.copyOf(tags);
  }

  /// What a column holds when a row gives it no value.
  public sealed interface Fallback {
    /// `DEFAULT …`
    record Expression(Span expression) implements Fallback {}

    /// `AUTOINCREMENT` or `IDENTITY`.
    ///
    /// @param start 1 unless written
    /// @param increment 1 unless written
    /// @param ordered ORDER or NOORDER, when written
    record Identity(BigInteger start, BigInteger increment, Optional<Boolean> ordered)
        implements Fallback {}
  }
}
