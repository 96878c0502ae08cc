package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Optional;

/// A column in the column list of a view.
public record ViewColumn(
    Name name,
    Optional<PolicyUse> masking,
    Optional<PolicyUse> projection,
    List<TagValue> tags,
    Optional<String> comment) {
  public ViewColumn {
    tags = List.copyOf(tags);
  }
}
