package dev.landfall.sandbox.snowflake.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The faults that were ordered at `/_landfall/faults`. Threads share it.
final class Faults {
  private static final Set<String> FIELDS =
      Set.of("service", "action", "account", "region", "resource", "fault", "times", "seconds");
  private static final String SERVICE = "snowflake";
  private static final String REGION = "AWS_EU_WEST_1";
  private static final String ANY = "*";

  private final List<Order> orders = new ArrayList<>();

  /// What goes wrong.
  enum Kind {
    /// `429 Too Many Requests`: the client is asked to come again.
    THROTTLE,
    /// The call is not carried out, and fails.
    FAIL,
    /// The call takes longer.
    DELAY,
    /// The call is carried out, and the connection is dropped instead of an answer.
    CUT
  }

  private static final class Order {
    private final String action;
    private final Optional<String> account;
    private final Optional<String> resource;
    private final Kind kind;
    private final double seconds;
    private long left;

    private Order(
        String action,
        Optional<String> account,
        Optional<String> resource,
        Kind kind,
        long times,
        double seconds) {
      this.action = action;
      this.account = account;
      this.resource = resource;
      this.kind = kind;
      this.left = times;
      this.seconds = seconds;
    }
  }

  /// A fault that happens now.
  record Fault(Kind kind, double seconds) {}

  /// What a fault is compared with.
  ///
  /// @param endpoint such as `query` or `login`
  /// @param statement the statement; empty for calls that have none
  record Subject(String endpoint, String account, String statement) {}

  /// Takes an order.
  ///
  /// @throws Refusal when it cannot be understood
  synchronized void order(JsonNode body) throws Refusal {
    for (var field : body.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw Refusal.badRequest("A fault has no field '" + field + "'.");
      }
    }
    var service = Call.text(body, "service").orElse(ANY);
    var region = Call.text(body, "region").orElse(ANY);
    var kind = kind(Call.text(body, "fault").orElse(""));
    var times = body.has("times") ? body.path("times").asLong(-1) : 1;
    var seconds = body.has("seconds") ? body.path("seconds").asDouble(-1) : 1;
    if (times < 1 || seconds < 0) {
      throw Refusal.badRequest(
          "A fault happens once or more often, and lasts 0 seconds or longer.");
    }
    if (!matches(service, SERVICE) || !matches(region, REGION)) {
      return;
    }
    orders.add(
        new Order(
            Call.text(body, "action").orElse(ANY),
            Call.text(body, "account").filter(a -> !a.equals(ANY)),
            Call.text(body, "resource").filter(r -> !r.equals(ANY)),
            kind,
            times,
            seconds));
  }

  private static Kind kind(String word) throws Refusal {
    return switch (word) {
      case "throttle" -> Kind.THROTTLE;
      case "fail" -> Kind.FAIL;
      case "delay" -> Kind.DELAY;
      case "cut" -> Kind.CUT;
      default -> throw Refusal.badRequest("A fault is throttle, fail, delay or cut.");
    };
  }

  private static boolean matches(String pattern, String value) {
    return pattern.equals(ANY) || pattern.equalsIgnoreCase(value);
  }

  synchronized void clear() {
    orders.clear();
  }

  /// The first fault that is ordered for this, which is thereby used up once.
  synchronized Optional<Fault> next(Subject subject) {
    var found = orders.stream().filter(order -> fits(order, subject)).findFirst();
    found.filter(order -> --order.left == 0).ifPresent(orders::remove);
    return found.map(order -> new Fault(order.kind, order.seconds));
  }

  private static boolean fits(Order order, Subject subject) {
    var statement = subject.statement().strip().toUpperCase(Locale.ROOT);
    var action = order.action.toUpperCase(Locale.ROOT);
    return (order.action.equals(ANY)
            || order.action.equalsIgnoreCase(subject.endpoint())
            || (statement + " ").replaceAll("\\s+", " ").startsWith(action + " "))
        && order.account.map(a -> a.equalsIgnoreCase(subject.account())).orElse(true)
        && order.resource.map(r -> statement.contains(r.toUpperCase(Locale.ROOT))).orElse(true);
  }
}
