package dev.landfall.sandbox.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The faults that were ordered at [#PATH]. Threads share it.
public final class Faults {
  /// Where a stand-in takes orders with POST, and forgets them with DELETE.
  public static final String PATH = "/_landfall/faults";

  private static final Set<String> FIELDS =
      Set.of("service", "action", "account", "region", "resource", "fault", "times", "seconds");
  private static final String ANY = "*";

  private final List<Order> orders = new ArrayList<>();

  /// What goes wrong.
  public enum Kind {
    /// The client is asked to come again.
    THROTTLE,
    /// The call is not carried out, and fails.
    FAIL,
    /// The call takes longer.
    DELAY,
    /// The call is carried out, and the connection is dropped instead of an answer.
    CUT
  }

  private static final class Order {
    private final JsonNode fields;
    private final Kind kind;
    private final double seconds;
    private long left;

    private Order(JsonNode fields, Kind kind, long times, double seconds) {
      this.fields = fields;
      this.kind = kind;
      this.left = times;
      this.seconds = seconds;
    }

    private Optional<String> wanted(String field) {
      return text(fields, field).filter(value -> !value.equals(ANY));
    }

    private boolean fits(Subject subject) {
      return wanted("service").map(subject.service()::equalsIgnoreCase).orElse(true)
          && wanted("region").map(subject.region()::equalsIgnoreCase).orElse(true)
          && wanted("account").map(subject.account()::equalsIgnoreCase).orElse(true)
          && wanted("action").map(subject::does).orElse(true)
          && wanted("resource").map(subject::concerns).orElse(true);
    }
  }

  /// A fault that happens now.
  public record Fault(Kind kind, double seconds) {}

  /// What an order is compared with: a call.
  public interface Subject {
    /// Such as `snowflake` or `s3`.
    String service();

    String region();

    String account();

    /// Whether this is the action of that name.
    boolean does(String action);

    /// Whether it has to do with the resource of that name.
    boolean concerns(String resource);
  }

  /// Takes an order.
  ///
  /// @throws IllegalArgumentException when it cannot be understood
  public synchronized void order(JsonNode body) {
    for (var field : body.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException("A fault has no field '" + field + "'.");
      }
    }
    var kind = kind(text(body, "fault").orElse(""));
    var times = body.has("times") ? body.path("times").asLong(-1) : 1;
    var seconds = body.has("seconds") ? body.path("seconds").asDouble(-1) : 1;
    if (times < 1 || seconds < 0) {
      throw new IllegalArgumentException(
          "A fault happens once or more often, and lasts 0 seconds or longer.");
    }
    orders.add(new Order(body, kind, times, seconds));
  }

  private static Kind kind(String word) {
    return switch (word) {
      case "throttle" -> Kind.THROTTLE;
      case "fail" -> Kind.FAIL;
      case "delay" -> Kind.DELAY;
      case "cut" -> Kind.CUT;
      default -> throw new IllegalArgumentException("A fault is throttle, fail, delay or cut.");
    };
  }

  private static Optional<String> text(JsonNode node, String name) {
    var value = node.path(name);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asString(""))
        : Optional.empty();
  }

  /// Forgets every order.
  public synchronized void clear() {
    orders.clear();
  }

  /// The first fault that is ordered for this, which is thereby used up once.
  public synchronized Optional<Fault> next(Subject subject) {
    var found = orders.stream().filter(order -> order.fits(subject)).findFirst();
    found.filter(order -> --order.left == 0).ifPresent(orders::remove);
    return found.map(order -> new Fault(order.kind, order.seconds));
  }
}
