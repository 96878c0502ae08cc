package dev.landfall.engine.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// How a rollout or one of its components stands.
public enum Status {
  /// Not its turn yet.
  @JsonProperty("pending")
  PENDING,
  /// Under way.
  @JsonProperty("running")
  RUNNING,
  /// Everything was applied.
  @JsonProperty("succeeded")
  SUCCEEDED,
  /// Something was refused or went wrong; what was done before stays.
  @JsonProperty("failed")
  FAILED,
  /// Nobody can tell whether the last call took effect.
  @JsonProperty("in_doubt")
  IN_DOUBT,
  /// Somebody stopped it, or a newer rollout took its place.
  @JsonProperty("cancelled")
  CANCELLED;

  /// The word used in JSON and on pages.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether nothing more will happen.
  public boolean isFinal() {
    return this != PENDING && this != RUNNING;
  }
}
