package dev.landfall.engine.plan;

import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.util.List;

/// A target that cannot be planned.
public final class PlanException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Target target;
  private final String component;
  private final ProviderException.Kind kind;
  private final String next;
  private final transient List<Problem> problems;

  private PlanException(
      Target target,
      String component,
      ProviderException.Kind kind,
      String message,
      String next,
      List<Problem> problems) {
    super(message);
    this.target = target;
    this.component = component;
    this.kind = kind;
    this.next = next;
    this.problems = List.copyOf(problems);
  }

  /// The component's settings or files are wrong.
  public static PlanException wrong(Target target, String component, List<Problem> problems) {
    var message =
        problems.size() == 1 ? problems.getFirst().summary() : problems.size() + " problems";
    return new PlanException(
        target, component, ProviderException.Kind.INVALID, message, "", problems);
  }

  /// The provider could not.
  public static PlanException of(Target target, String component, ProviderException cause) {
    var exception =
        new PlanException(
            target, component, cause.kind(), cause.getMessage(), cause.next(), cause.problems());
    exception.initCause(cause);
    return exception;
  }

  /// Which target.
  public Target target() {
    return target;
  }

  /// Which component.
  public String component() {
    return component;
  }

  /// Which kind of failure.
  public ProviderException.Kind kind() {
    return kind;
  }

  /// What to do now; may be empty.
  public String next() {
    return next;
  }

  /// What is wrong with the input; empty unless that is the reason.
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
