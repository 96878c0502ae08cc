package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.protocol.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// The processes of functions: an idle one is used again, otherwise a new one is started, up to ten
/// for a function. Threads share it.
final class Children implements AutoCloseable {
  private static final int MOST = 10;
  private static final Duration VALIDITY = Duration.ofHours(12);
  private static final Duration MARGIN = Duration.ofHours(1);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT);

  private final Path folder;
  private final CodeFiles code;
  private final Keys keys;
  private final Clock clock;
  private final Map<String, Deque<Warm>> idle = new HashMap<>();
  private final Map<String, Semaphore> places = new HashMap<>();
  private final Set<Warm> running = new HashSet<>();
  private String endpoint = "";
  private boolean closed;

  Children(Path folder, CodeFiles code, Keys keys, Clock clock) {
    this.folder = folder;
    this.code = code;
    this.keys = keys;
    this.clock = clock;
  }

  /// A process with what it was started for.
  ///
  /// @param stream of its log
  /// @param until when its credentials are of use
  record Warm(Child child, String arn, String revision, String stream, Instant until) {}

  void endpoint(String address) throws IOException {
    endpoint = address;
    Files.createDirectories(folder);
    for (var language : Language.values()) {
      try (var in = Children.class.getResourceAsStream(language.bootstrap())) {
        if (in == null) {
          throw new IllegalStateException(language.bootstrap() + " is missing");
        }
        Files.copy(in, bootstrap(language), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path bootstrap(Language language) {
    return folder.resolve(language.bootstrap());
  }

  /// Waits for a process.
  ///
  /// @throws IOException when it cannot be started
  Warm take(Function function, Language language, Identity role)
      throws IOException, InterruptedException {
    place(function.arn()).acquire();
    try {
      var warm = idle(function).orElse(null);
      var taken = warm != null ? warm : start(function, language, role);
      synchronized (this) {
        if (closed) {
          taken.child().close();
          throw new IOException("The stand-in is stopped.");
        }
        running.add(taken);
      }
      return taken;
    } catch (IOException | RuntimeException e) {
      place(function.arn()).release();
      throw e;
    }
  }

  private synchronized Semaphore place(String arn) {
    return places.computeIfAbsent(arn, _ -> new Semaphore(MOST));
  }

  private synchronized Optional<Warm> idle(Function function) {
    var all = idle.getOrDefault(function.arn(), new ArrayDeque<>());
    while (!all.isEmpty()) {
      var warm = all.pop();
      if (warm.revision().equals(function.attribute(Function.REVISION))
          && warm.child().alive()
          && clock.instant().isBefore(warm.until())) {
        return Optional.of(warm);
      }
      warm.child().close();
    }
    return Optional.empty();
  }

  /// Gives it back.
  void release(Warm warm) {
    synchronized (this) {
      running.remove(warm);
      if (warm.child().alive() && !closed) {
        idle.computeIfAbsent(warm.arn(), _ -> new ArrayDeque<>()).push(warm);
      } else {
        warm.child().close();
      }
    }
    place(warm.arn()).release();
  }

  /// Ends the idle processes of a function that has changed or is gone.
  synchronized void retire(String arn) {
    var all = idle.remove(arn);
    if (all != null) {
      all.forEach(warm -> warm.child().close());
    }
  }

  private Warm start(Function function, Language language, Identity role) throws IOException {
    var now = clock.instant();
    var temporary = keys.issue(role, now, VALIDITY);
    var stream =
        DAY.format(now.atOffset(ZoneOffset.UTC))
            + "/[$LATEST]"
            + Digests.hex(
                "MD5", temporary.accessKeyId().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var path = code.path(function.attribute(Function.CODE));
    var environment = new HashMap<>(function.environment());
    var name = function.name();
    var region = function.scope().region();
    environment.put("_HANDLER", function.handler());
    environment.put("LAMBDA_TASK_ROOT", path.toString());
    environment.put("AWS_REGION", region);
    environment.put("AWS_DEFAULT_REGION", region);
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", name);
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memory()));
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name);
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_ACCESS_KEY_ID", temporary.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", temporary.secretAccessKey());
    environment.put("AWS_SESSION_TOKEN", temporary.sessionToken());
    environment.put("AWS_ENDPOINT_URL", endpoint);
    environment.put("TZ", ":UTC");
    environment.put("LANG", "en_US.UTF-8");
    environment.put("PYTHONIOENCODING", "utf-8");
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    var child = Child.start(language, bootstrap(language), path, environment);
    return new Warm(
        child,
        function.arn(),
        function.attribute(Function.REVISION),
        stream,
        now.plus(VALIDITY).minus(MARGIN));
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(all -> all.forEach(warm -> warm.child().close()));
    running.forEach(warm -> warm.child().close());
  }
}
