package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Optional;

/// What a placeholder of a shielded text stands for (see [Shield]). Ranges of tokens are half open.
sealed interface Item {
  /// A token as it is: an identifier, a literal, `$1` or `$variable`.
  record Token(int index) implements Item {}

  /// `?` or `:1`.
  ///
  /// @param position counted from 1
  record Position(int position) implements Item {}

  /// `:NAME`
  record Variable(Name name) implements Item {}

  /// `IDENTIFIER(…)`
  ///
  /// @param argument what stands between the parentheses
  record Identifier(Item argument) implements Item {}

  /// What follows a VARIANT: `:a.b[0]`.
  record Path(List<Step> steps) implements Item {}

  /// One step of a path.
  sealed interface Step {
    record Key(String key) implements Step {}

    record Index(long index) implements Step {}

    record Computed(int from, int to) implements Step {}
  }

  /// `::TYPE`, CAST or TRY_CAST.
  record Cast(DataType type, boolean tries) implements Item {}

  /// A function under its plain name, where the text calls it in another way.
  record Function(String name) implements Item {}

  /// `parameter TYPE -> body`
  record Lambda(Name parameter, Optional<DataType> type, int from, int to) implements Item {}

  /// `INTERVAL '…'`
  record Interval(String text) implements Item {}

  /// `* ILIKE … EXCLUDE … REPLACE … RENAME …`
  record Star(
      Optional<String> ilike, List<Name> exclude, List<Replace> replace, List<Rename> rename)
      implements Item {}

  record Replace(int from, int to, Name column) {}

  record Rename(Name column, Name to) {}

  /// The rows of VALUES.
  ///
  /// @param rows for each row where its elements begin and end: two numbers for each
  record Rows(List<int[]> rows) implements Item {}

  /// `@stage/path (FILE_FORMAT => …, PATTERN => …)`
  record Stage(Relations.StageFiles files) implements Item {}

  /// `SAMPLE …`
  ///
  /// @param method `bernoulli` or `system`
  /// @param size a token: percent, or a number of rows
  /// @param seed a token
  record Sample(String method, int size, boolean rows, Optional<Integer> seed) implements Item {}
}
