package dev.landfall.liquibase.execute;

import java.time.Duration;

/// The row of DATABASECHANGELOGLOCK. Immutable.
///
/// @param held whether somebody holds it
/// @param owner LOCKEDBY; empty when nobody wrote one
/// @param granted LOCKGRANTED as the database writes it; names one taking of the lock
/// @param age how long ago it was taken, by the database's clock
record Lock(boolean held, String owner, String granted, Duration age) {
  /// Nobody holds it.
  static final Lock FREE = new Lock(false, "", "", Duration.ZERO);

  /// The rollout that took it; empty when it was not Landfall.
  String rollout() {
    if (!owner.startsWith("landfall ")) {
      return "";
    }
    var end = owner.indexOf(" on ", "landfall ".length());
    return end < 0 ? "" : owner.substring("landfall ".length(), end);
  }

  /// Whether a rollout's process took it, in whichever of its sessions.
  boolean isOf(String holder) {
    return owner.equals(holder) || owner.startsWith(holder + ", session ");
  }

  /// `held by build-7 (10.0.0.3) for 12 minutes`
  @Override
  public String toString() {
    return "held by " + (owner.isEmpty() ? "somebody" : owner) + " for " + words(age);
  }

  /// A duration as people say it.
  static String words(Duration age) {
    var seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + (seconds == 1 ? " second" : " seconds");
    }
    if (seconds < 7200) {
      return seconds / 60 + " minutes";
    }
    return seconds < 172_800 ? seconds / 3600 + " hours" : seconds / 86_400 + " days";
  }
}
