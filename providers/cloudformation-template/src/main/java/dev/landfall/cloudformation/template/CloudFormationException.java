package dev.landfall.cloudformation.template;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What CloudFormation answers when it refuses: a code and a message for the caller.
public final class CloudFormationException extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final int status;
  private final transient Optional<Place> place;

  private CloudFormationException(
      String code, int status, String message, Optional<Place> place, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.status = status;
    this.place = place;
  }

  /// The most common refusal.
  public static CloudFormationException validation(String message) {
    return of("ValidationError", 400, message);
  }

  /// A refusal with a code of its own.
  public static CloudFormationException of(String code, int status, String message) {
    return new CloudFormationException(code, status, message, Optional.empty(), null);
  }

  /// A template that cannot be read.
  ///
  /// @param place where
  /// @param cause what the reader of its language said
  static CloudFormationException unreadable(
      String message, Optional<Place> place, @Nullable Throwable cause) {
    return new CloudFormationException("ValidationError", 400, message, place, cause);
  }

  /// What this sandbox does not do, by name.
  public static CloudFormationException notHonoured(String what) {
    return validation("The sandbox does not honour " + what + ".");
  }

  /// AWS's code, such as `ValidationError`.
  public String code() {
    return code;
  }

  /// The status of the HTTP answer.
  public int status() {
    return status;
  }

  /// Where in a template's text, when it cannot be read.
  Optional<Place> place() {
    return place;
  }

  /// What the answer says.
  public String message() {
    return String.valueOf(getMessage());
  }
}
