package dev.landfall.liquibase.changelog;

import java.util.List;
import java.util.Map;

/// Conditions on the live database, and what to do when they do not hold. Immutable.
///
/// @param onFail `HALT`, `CONTINUE`, `MARK_RAN` or `WARN`
/// @param onError the same, for a condition that cannot be evaluated
/// @param onFailMessage shown when they do not hold; may be empty
/// @param onErrorMessage shown when they cannot be evaluated; may be empty
/// @param all every one must hold
public record Preconditions(
    String onFail, String onError, String onFailMessage, String onErrorMessage, List<Check> all) {

  /// One condition.
  public sealed interface Check {}

  /// Every one must hold.
  public record And(List<Check> checks) implements Check {}

  /// One must hold.
  public record Or(List<Check> checks) implements Check {}

  /// None of them may hold.
  public record Not(List<Check> checks) implements Check {}

  /// A condition Liquibase knows by name.
  ///
  /// @param name such as `tableExists` or `sqlCheck`
  /// @param attributes by Liquibase's names, such as `tableName`; `sql` and `expectedResult` for
  ///   sqlCheck
  public record Named(String name, Map<String, String> attributes) implements Check {}
}
