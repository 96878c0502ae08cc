package dev.landfall.engine.event;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Makes up the events of a rollout, among them orders a well-behaved engine would not write.
public final class RandomEvents {
  private static final List<String> COMPONENTS = List.of("landing-zone", "warehouse", "analytics");
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "it's \"quoted\"",
          "two\nlines\tand a tab",
          "東京 🎟 é",
          "a\\b",
          "\u0000",
          "{}");

  private final RandomGenerator random;

  /// From a seeded source of chance.
  public RandomEvents(RandomGenerator random) {
    this.random = random;
  }

  /// A start and up to `most` further events.
  public List<Event> rollout(int most) {
    var events = new ArrayList<Event>();
    events.add(new Event.RolloutStarted("r-" + random.nextInt(9), text(), 4, text(), text()));
    var more = random.nextInt(most + 1);
    for (var i = 0; i < more; i++) {
      events.add(next());
    }
    return events;
  }

  private Event next() {
    var component = one(COMPONENTS);
    var key = "effect-" + random.nextInt(4);
    return switch (random.nextInt(14)) {
      case 0 -> new Event.PlanApproved("{\"n\":" + random.nextInt() + "}");
      case 12 -> new Event.ComponentDestroyed(component);
      case 11 -> new Event.RolloutResumed(text(), text(), text());
      case 1 -> new Event.ComponentStarted(component, random.nextInt(100));
      case 2, 3, 4 -> new Event.EffectBegun(component, key, text(), text(), text());
      case 5, 6 -> new Event.EffectDone(component, key, text());
      case 7 -> new Event.EffectNotDone(component, key, text());
      case 8 -> new Event.EffectInDoubt(component, key, text());
      case 9 -> new Event.Checkpointed(component, key, text());
      case 10 -> new Event.Observed(component, Map.of("table " + key, text()), List.of(text()));
      default ->
          random.nextInt(6) == 0
              ? new Event.RolloutFinished(one(List.of(Status.values())), text())
              : new Event.ComponentFinished(
                  component, one(List.of(Status.values())), text(), outputs(), random.nextInt(90));
    };
  }

  private Map<String, Object> outputs() {
    return Map.of(
        "Name", text(),
        "Count", random.nextLong(),
        "Ratio", new BigDecimal("1.50"),
        "Ready", random.nextBoolean(),
        "Zones", List.of("a", 2L),
        "Nested", Map.of("deep", Map.of("value", text())));
  }

  private String text() {
    return one(TEXTS);
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
