package dev.landfall.sandbox.aws.resource;

/// A service that did not do what was asked, with the code that a resource's handler gives
/// (CloudFormation CLI User Guide, "Handler error codes").
public final class ResourceException extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;

  /// @param code such as `AlreadyExists` or `InvalidRequest`
  public ResourceException(String code, String message) {
    super(message);
    this.code = code;
  }

  /// A resource of that name is there already.
  public static ResourceException alreadyExists(String type, String identifier) {
    return new ResourceException(
        "AlreadyExists",
        "Resource of type '" + type + "' with identifier '" + identifier + "' already exists.");
  }

  /// The resource is not there.
  public static ResourceException notFound(String type, String identifier) {
    return new ResourceException(
        "NotFound",
        "Resource of type '" + type + "' with identifier '" + identifier + "' was not found.");
  }

  /// The handler's code.
  public String code() {
    return code;
  }

  /// What the service said.
  public String message() {
    return String.valueOf(getMessage());
  }
}
