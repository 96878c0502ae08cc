package dev.landfall.sandbox.snowflake.load.store;

import java.io.IOException;

/// The role of a storage integration cannot be assumed.
public final class RoleException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message as AWS says it
  public RoleException(String message, Throwable cause) {
    super(message, cause);
  }
}
