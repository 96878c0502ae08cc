package dev.landfall.sandbox.snowflake.protocol;

import dev.landfall.sandbox.snowflake.session.Session;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens that clients show instead of a password: a session's, which must be renewed every
/// hour, and its master token, which renews it. Threads share it.
final class Tokens {
  static final Duration SESSION = Duration.ofHours(1);
  static final Duration MASTER = Duration.ofHours(4);

  private static final int BYTES = 48;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Entry> bySession = new HashMap<>();
  private final Map<String, Entry> byMaster = new HashMap<>();

  Tokens(Clock clock) {
    this.clock = clock;
  }

  private static final class Entry {
    private final Session session;
    private String token;
    private final String master;
    private Instant tokenEnds;
    private Instant masterEnds;

    private Entry(
        Session session, String token, String master, Instant tokenEnds, Instant masterEnds) {
      this.session = session;
      this.token = token;
      this.master = master;
      this.tokenEnds = tokenEnds;
      this.masterEnds = masterEnds;
    }
  }

  record Pair(String token, String master, Session session) {}

  synchronized Pair issue(Session session) {
    var now = clock.instant();
    var entry = new Entry(session, fresh(), fresh(), now.plus(SESSION), now.plus(MASTER));
    bySession.put(entry.token, entry);
    byMaster.put(entry.master, entry);
    return new Pair(entry.token, entry.master, session);
  }

  /// The session of a request.
  ///
  /// @throws Refusal when the token is missing, unknown or has expired
  synchronized Session session(Optional<String> token) throws Refusal {
    return entry(token).session;
  }

  private Entry entry(Optional<String> token) throws Refusal {
    if (token.isEmpty()) {
      throw new Refusal(
          Reply.failure("390101", "Authorization header not found in the request data."));
    }
    var entry = bySession.get(token.get());
    if (entry == null) {
      throw new Refusal(
          Reply.failure(
              "390111", "Session no longer exists. New login required to access the service."));
    }
    if (!clock.instant().isBefore(entry.tokenEnds)) {
      throw new Refusal(Reply.failure("390112", "Your session has expired. Please login again."));
    }
    return entry;
  }

  /// A sign of life: the master token lives on.
  ///
  /// @throws Refusal as [#session] does
  synchronized void heartbeat(Optional<String> token) throws Refusal {
    entry(token).masterEnds = clock.instant().plus(MASTER);
  }

  /// A new token for a session. Its master token stays and lives on, so that a client that has not
  /// received the answer can ask again.
  ///
  /// @throws Refusal when the master token is missing, unknown or has expired
  synchronized Pair renew(Optional<String> master) throws Refusal {
    if (master.isEmpty()) {
      throw new Refusal(
          Reply.failure("390101", "Authorization header not found in the request data."));
    }
    var entry = byMaster.get(master.get());
    if (entry == null) {
      throw new Refusal(Reply.failure("390115", "Invalid master token. New login required."));
    }
    if (!clock.instant().isBefore(entry.masterEnds)) {
      throw new Refusal(
          Reply.failure(
              "390114", "Authentication token has expired.  The user must authenticate again."));
    }
    bySession.remove(entry.token);
    entry.token = fresh();
    entry.tokenEnds = clock.instant().plus(SESSION);
    entry.masterEnds = clock.instant().plus(MASTER);
    bySession.put(entry.token, entry);
    return new Pair(entry.token, entry.master, entry.session);
  }

  /// Takes a session's tokens back.
  synchronized Optional<Session> revoke(String token) {
    var entry = bySession.remove(token);
    if (entry == null) {
      return Optional.empty();
    }
    byMaster.remove(entry.master);
    return Optional.of(entry.session);
  }

  /// Takes back the tokens of sessions whose master token has expired.
  synchronized List<Session> expired() {
    var now = clock.instant();
    var gone = new ArrayList<Session>();
    for (var entry : List.copyOf(byMaster.values())) {
      if (!now.isBefore(entry.masterEnds)) {
        byMaster.remove(entry.master);
        bySession.remove(entry.token);
        gone.add(entry.session);
      }
    }
    return gone;
  }

  private String fresh() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return "ver:3-hint:1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
