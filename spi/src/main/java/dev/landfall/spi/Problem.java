package dev.landfall.spi;

import java.util.Comparator;
import java.util.Optional;

/// One thing that is wrong with the input, said so that its author can mend it. Immutable.
///
/// @param severity whether it stops the work
/// @param location where
/// @param summary what is wrong: a few fixed words, without a full stop
/// @param detail what, why and what to do, in full sentences; may be empty
public record Problem(Severity severity, Location location, String summary, String detail)
    implements Comparable<Problem> {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem p) -> p.location().file())
          .thenComparingInt(p -> p.location().line())
          .thenComparingInt(p -> p.location().column())
          .thenComparing(Problem::summary)
          .thenComparing(Problem::detail);

  /// How bad a problem is.
  public enum Severity {
    /// Nothing is planned or applied.
    ERROR,
    /// The work goes on; people should look.
    WARNING
  }

  /// A place in a file. Lines and columns count from 1.
  ///
  /// @param file as people call it: relative to the repository
  /// @param line 0 when the whole file is meant
  /// @param column 0 when the whole line is meant
  public record Location(String file, int line, int column) {
    private static final String SETTING = "with:";

    /// The whole file.
    public static Location of(String file) {
      return new Location(file, 0, 0);
    }

    /// The place where the blueprint gives a component's setting; whoever calls the provider knows
    /// where that is.
    ///
    /// @param name of the setting, such as `changelog` or `connection.url`
    public static Location ofSetting(String name) {
      return new Location(SETTING + name, 0, 0);
    }

    /// The setting this stands for; empty for a place in a file.
    public Optional<String> setting() {
      return file.startsWith(SETTING)
          ? Optional.of(file.substring(SETTING.length()))
          : Optional.empty();
    }

    /// `file:line:column`, as editors understand it; `file:1:1` for a whole file.
    @Override
    public String toString() {
      return file + ":" + Math.max(1, line) + ":" + Math.max(1, column);
    }
  }

  /// An error.
  public static Problem error(Location location, String summary, String detail) {
    return new Problem(Severity.ERROR, location, summary, detail);
  }

  /// A warning.
  public static Problem warning(Location location, String summary, String detail) {
    return new Problem(Severity.WARNING, location, summary, detail);
  }

  /// Whether it stops the work.
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// By file, then line, then column.
  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  /// `file:line:column: error: summary. Detail.`
  @Override
  public String toString() {
    var text = location + ": " + (isError() ? "error" : "warning") + ": " + summary;
    return detail.isEmpty() ? text : text + ". " + detail;
  }
}
