package dev.landfall.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expected failure of a provider, said so that people know what happened and what to do.
public final class ProviderException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Which kind of failure it is: what the engine does next depends on it.
  public enum Kind {
    /// The component's files or settings are wrong; nothing was changed.
    INVALID,
    /// The live state is no longer the one the plan was made from; nothing was changed.
    STALE,
    /// Somebody else works on the same thing; nothing was changed.
    HELD,
    /// The other system refused or failed; what had been done before stays done.
    FAILED,
    /// Nobody can tell whether the last call took effect.
    IN_DOUBT
  }

  private final Kind kind;
  private final String next;
  private final transient List<Problem> problems;

  /// A failure with its next step.
  ///
  /// @param kind which kind
  /// @param message what happened, in one sentence; never a secret
  /// @param next what to do now, in one sentence; may be empty
  /// @param cause why, or nothing
  public ProviderException(Kind kind, String message, String next, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.next = next;
    this.problems = List.of();
  }

  /// A failure with its next step.
  public ProviderException(Kind kind, String message, String next) {
    this(kind, message, next, null);
  }

  /// Everything that is wrong with the component's files.
  public ProviderException(List<Problem> problems) {
    super(problems.size() == 1 ? problems.getFirst().toString() : problems.size() + " problems");
    this.kind = Kind.INVALID;
    this.next = "";
    this.problems = List.copyOf(problems);
  }

  /// Which kind of failure it is.
  public Kind kind() {
    return kind;
  }

  /// What to do now; may be empty.
  public String next() {
    return next;
  }

  /// What is wrong with the component's files; empty unless [Kind#INVALID].
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
