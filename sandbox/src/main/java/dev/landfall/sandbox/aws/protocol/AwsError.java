package dev.landfall.sandbox.aws.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/// A call that AWS does not carry out. Immutable.
public final class AwsError extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final transient Map<String, String> details;

  /// @param code as clients know it, such as `NoSuchBucket`
  public AwsError(String code, int status, String message) {
    this(code, status, message, Map.of());
  }

  private AwsError(String code, int status, String message, Map<String, String> details) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.details = details;
  }

  /// @param name of an element that S3 adds to its errors, such as `BucketName`
  public AwsError with(String name, String value) {
    var more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new AwsError(code, status, message(), more);
  }

  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /// Whether it is the caller's fault.
  public boolean sender() {
    return status < 500;
  }

  /// What else S3 says.
  public Map<String, String> details() {
    return details;
  }
}
