package dev.landfall.sandbox.snowflake.catalog;

import java.util.List;

/// A masking or row-access policy on columns of a table or view.
///
/// @param policy the policy's id
/// @param columns the ids of the columns passed to it, in order
public record PolicyUse(long policy, List<Integer> columns) {
  public PolicyUse {
    columns = List.copyOf(columns);
  }
}
