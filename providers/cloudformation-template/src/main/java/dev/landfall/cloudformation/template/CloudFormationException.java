package dev.landfall.cloudformation.template;

/// What CloudFormation answers when it refuses: a code and a message for the caller.
public final class CloudFormationException extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final int status;

  private CloudFormationException(String code, int status, String message) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /// The most common refusal.
  public static CloudFormationException validation(String message) {
    return new CloudFormationException("ValidationError", 400, message);
  }

  /// A refusal with a code of its own.
  public static CloudFormationException of(String code, int status, String message) {
    return new CloudFormationException(code, status, message);
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

  /// What the answer says.
  public String message() {
    return String.valueOf(getMessage());
  }
}
