package dev.landfall.engine.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLogException;
import dev.landfall.engine.release.Release;
import dev.landfall.engine.store.GroupCommit.Written;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Events and releases as the JSON that is kept for good.
///
/// A field this program does not know is ignored: a newer one added it, and what the older fields
/// say still holds. A type it does not know is an error, for a state folded without it may be
/// wrong. Whole numbers come back as Long, others as BigDecimal.
final class EventJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final TypeReference<TreeMap<String, Release.Pin>> PINS = new TypeReference<>() {};

  private static final Map<Class<?>, String> TYPES =
      Arrays.stream(Objects.requireNonNull(Event.class.getAnnotation(JsonSubTypes.class)).value())
          .collect(Collectors.toMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

  private EventJson() {}

  static Written write(Event event) {
    var body = wellFormed(MAPPER.writerFor(Event.class).writeValueAsString(event));
    return new Written(type(event.getClass()), component(event), body);
  }

  /// The word a type of event is kept under.
  static String type(Class<? extends Event> type) {
    return Objects.requireNonNull(TYPES.get(type), type::getName);
  }

  private static String component(Event event) {
    return switch (event) {
      case Event.RolloutStarted _, Event.PlanApproved _ -> "";
      case Event.RolloutResumed _, Event.RolloutFinished _ -> "";
      case Event.ComponentStarted started -> started.component();
      case Event.EffectBegun begun -> begun.component();
      case Event.EffectDone done -> done.component();
      case Event.EffectNotDone notDone -> notDone.component();
      case Event.EffectInDoubt doubt -> doubt.component();
      case Event.Checkpointed checkpointed -> checkpointed.component();
      case Event.Observed observed -> observed.component();
      case Event.ComponentFinished finished -> finished.component();
    };
  }

  static Event read(long number, String body) {
    try {
      return MAPPER.readValue(body, Event.class);
    } catch (JacksonException e) {
      throw new EventLogException(
          EventLogException.Code.NEWER_STORE,
          "Event " + number + " is of a kind this program does not know.",
          "Use the Landfall that wrote it, or a newer one.",
          e);
    }
  }

  static String write(Release release) {
    return wellFormed(MAPPER.writeValueAsString(release.pins()));
  }

  static Release readRelease(String body) {
    return new Release(MAPPER.readValue(body, PINS));
  }

  /// A text cut in the middle of a character is kept with a question mark for its half: PostgreSQL
  /// would refuse it, and the log must take what people's systems answer.
  private static String wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
