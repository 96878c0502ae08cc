package dev.landfall.engine.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Takes secrets out of events before they are kept.
public final class EventRedaction {
  private EventRedaction() {}

  /// A copy of an event in which every text went through a function.
  public static Event redact(Event event, UnaryOperator<String> text) {
    return switch (event) {
      case Event.RolloutStarted e -> e;
      case Event.PlanApproved e -> e;
      case Event.RolloutResumed e ->
          new Event.RolloutResumed(e.actor(), e.process(), text.apply(e.found()));
      case Event.ComponentStarted e -> e;
      case Event.EffectBegun e ->
          new Event.EffectBegun(
              e.component(),
              e.key(),
              text.apply(e.what()),
              text.apply(e.question()),
              text.apply(e.clue()));
      case Event.EffectDone e -> new Event.EffectDone(e.component(), e.key(), text.apply(e.note()));
      case Event.EffectNotDone e ->
          new Event.EffectNotDone(e.component(), e.key(), text.apply(e.reason()));
      case Event.EffectInDoubt e ->
          new Event.EffectInDoubt(e.component(), e.key(), text.apply(e.reason()));
      case Event.Checkpointed e ->
          new Event.Checkpointed(e.component(), e.key(), text.apply(e.value()));
      case Event.Observed e -> {
        var items = new LinkedHashMap<String, String>();
        e.items().forEach((address, value) -> items.put(text.apply(address), text.apply(value)));
        yield new Event.Observed(e.component(), items, e.unchecked().stream().map(text).toList());
      }
      case Event.ComponentDestroyed e -> e;
      case Event.ComponentFinished e ->
          new Event.ComponentFinished(
              e.component(),
              e.status(),
              text.apply(e.message()),
              redact(e.outputs(), text),
              e.seconds());
      case Event.RolloutFinished e ->
          new Event.RolloutFinished(e.status(), text.apply(e.message()));
    };
  }

  /// A copy of a component's outputs in which every text went through a function.
  public static Map<String, Object> redact(
      Map<String, Object> outputs, UnaryOperator<String> text) {
    var redacted = new LinkedHashMap<String, Object>();
    outputs.forEach((name, value) -> redacted.put(name, redactValue(value, text)));
    return redacted;
  }

  private static Object redactValue(Object value, UnaryOperator<String> text) {
    return switch (value) {
      case String string -> text.apply(string);
      case List<?> list -> list.stream().map(item -> redactValue(item, text)).toList();
      case Map<?, ?> map -> {
        var redacted = new LinkedHashMap<String, Object>();
        map.forEach((key, item) -> redacted.put(String.valueOf(key), redactValue(item, text)));
        yield redacted;
      }
      default -> value;
    };
  }
}
