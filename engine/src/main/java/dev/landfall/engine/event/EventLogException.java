package dev.landfall.engine.event;

import java.util.Locale;

/// The event log cannot be used: what is wrong in one sentence, and what to do about it in another.
/// Earlier failures of the same call are kept as suppressed ones.
public final class EventLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of failure it is.
  public enum Code {
    /// The database or server cannot be reached, or the connection broke again and again. Whether
    /// what was asked for happened is not known.
    UNREACHABLE,
    /// A newer program wrote the store or an event in it.
    NEWER_STORE,
    /// A process of an older program has the store open.
    OLDER_PROCESS,
    /// The address or the folder of the store is unusable.
    BAD_ADDRESS,
    /// The database refused the statement; nothing was written.
    REFUSED;

    /// The word used in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Code code;
  private final String sentence;
  private final String nextStep;

  /// Without a cause.
  public EventLogException(Code code, String sentence, String nextStep) {
    super(sentence + " " + nextStep);
    this.code = code;
    this.sentence = sentence;
    this.nextStep = nextStep;
  }

  /// With the failure it was caused by.
  public EventLogException(Code code, String sentence, String nextStep, Throwable cause) {
    this(code, sentence, nextStep);
    initCause(cause);
  }

  /// What kind of failure it is.
  public Code code() {
    return code;
  }

  /// What is wrong, in one sentence.
  public String sentence() {
    return sentence;
  }

  /// What to do, in one sentence.
  public String nextStep() {
    return nextStep;
  }
}
