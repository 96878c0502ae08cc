package dev.landfall.engine.store;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLogException;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.release.Release;
import dev.landfall.engine.store.GroupCommit.Written;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/// Events and releases as the JSON that is kept for good.
///
/// A field this program does not know is ignored: a newer one added it, and what the older fields
/// say still holds. A field that is missing is empty. A type it does not know is an error, for a
/// state folded without it may be wrong. Whole numbers come back as Long, others as BigDecimal.
final class EventJson {
  /// A type of event: its word, and how it is read.
  private record Type(
      String word, Class<? extends Event> event, Function<JsonObject, Event> reader) {}

  private static final Map<String, Type> BY_WORD =
      Stream.of(
              new Type(
                  "rollout_started",
                  Event.RolloutStarted.class,
                  json ->
                      new Event.RolloutStarted(
                          json.text("release"),
                          json.text("digest"),
                          json.number("changes").intValue(),
                          json.text("actor"),
                          json.text("process"))),
              new Type(
                  "plan_approved",
                  Event.PlanApproved.class,
                  json -> new Event.PlanApproved(json.text("plan"))),
              new Type(
                  "rollout_resumed",
                  Event.RolloutResumed.class,
                  json ->
                      new Event.RolloutResumed(
                          json.text("actor"), json.text("process"), json.text("found"))),
              new Type(
                  "component_started",
                  Event.ComponentStarted.class,
                  json ->
                      new Event.ComponentStarted(
                          json.text("component"), json.number("changes").intValue())),
              new Type(
                  "effect_begun",
                  Event.EffectBegun.class,
                  json ->
                      new Event.EffectBegun(
                          json.text("component"),
                          json.text("key"),
                          json.text("what"),
                          json.text("question"),
                          json.text("clue"))),
              new Type(
                  "effect_done",
                  Event.EffectDone.class,
                  json ->
                      new Event.EffectDone(
                          json.text("component"), json.text("key"), json.text("note"))),
              new Type(
                  "effect_not_done",
                  Event.EffectNotDone.class,
                  json ->
                      new Event.EffectNotDone(
                          json.text("component"), json.text("key"), json.text("reason"))),
              new Type(
                  "effect_in_doubt",
                  Event.EffectInDoubt.class,
                  json ->
                      new Event.EffectInDoubt(
                          json.text("component"), json.text("key"), json.text("reason"))),
              new Type(
                  "checkpointed",
                  Event.Checkpointed.class,
                  json ->
                      new Event.Checkpointed(
                          json.text("component"), json.text("key"), json.text("value"))),
              new Type(
                  "observed",
                  Event.Observed.class,
                  json ->
                      new Event.Observed(
                          json.text("component"), json.texts("items"), json.list("unchecked"))),
              new Type(
                  "component_destroyed",
                  Event.ComponentDestroyed.class,
                  json -> new Event.ComponentDestroyed(json.text("component"))),
              new Type(
                  "component_finished",
                  Event.ComponentFinished.class,
                  json ->
                      new Event.ComponentFinished(
                          json.text("component"),
                          Status.ofWord(json.text("status")),
                          json.text("message"),
                          json.map("outputs"),
                          json.number("seconds").doubleValue())),
              new Type(
                  "rollout_finished",
                  Event.RolloutFinished.class,
                  json ->
                      new Event.RolloutFinished(
                          Status.ofWord(json.text("status")), json.text("message"))))
          .collect(Collectors.toUnmodifiableMap(Type::word, type -> type));

  private static final Map<Class<? extends Event>, String> WORDS =
      BY_WORD.values().stream().collect(Collectors.toUnmodifiableMap(Type::event, Type::word));

  private EventJson() {}

  static Written write(Event event) {
    var type = type(event.getClass());
    var json = new JsonObject().put("type", type);
    var component =
        switch (event) {
          case Event.RolloutStarted(
                  var release,
                  var digest,
                  var changes,
                  var actor,
                  var process) -> {
            json.put("release", release).put("digest", digest).put("changes", changes);
            json.put("actor", actor).put("process", process);
            yield "";
          }
          case Event.PlanApproved(var plan) -> {
            json.put("plan", plan);
            yield "";
          }
          case Event.RolloutResumed(var actor, var process, var found) -> {
            json.put("actor", actor).put("process", process).put("found", found);
            yield "";
          }
          case Event.RolloutFinished(var status, var message) -> {
            json.put("status", status.word()).put("message", message);
            yield "";
          }
          case Event.ComponentStarted(var name, var changes) -> {
            json.put("component", name).put("changes", changes);
            yield name;
          }
          case Event.EffectBegun(var name, var key, var what, var question, var clue) -> {
            json.put("component", name).put("key", key).put("what", what);
            json.put("question", question);
            if (!clue.isEmpty()) {
              json.put("clue", clue);
            }
            yield name;
          }
          case Event.EffectDone(var name, var key, var note) -> {
            json.put("component", name).put("key", key).put("note", note);
            yield name;
          }
          case Event.EffectNotDone(var name, var key, var reason) -> {
            json.put("component", name).put("key", key).put("reason", reason);
            yield name;
          }
          case Event.EffectInDoubt(var name, var key, var reason) -> {
            json.put("component", name).put("key", key).put("reason", reason);
            yield name;
          }
          case Event.Checkpointed(var name, var key, var value) -> {
            json.put("component", name).put("key", key).put("value", value);
            yield name;
          }
          case Event.Observed(var name, var items, var unchecked) -> {
            json.put("component", name).put("items", items).put("unchecked", unchecked);
            yield name;
          }
          case Event.ComponentDestroyed(var name) -> {
            json.put("component", name);
            yield name;
          }
          case Event.ComponentFinished(
                  var name,
                  var status,
                  var message,
                  var outputs,
                  var seconds) -> {
            json.put("component", name).put("status", status.word()).put("message", message);
            json.put("outputs", outputs).put("seconds", seconds);
            yield name;
          }
        };
    return new Written(type, component, json.write());
  }

  /// The word a type of event is kept under.
  static String type(Class<? extends Event> type) {
    var word = WORDS.get(type);
    if (word == null) {
      throw new IllegalArgumentException(type.getName());
    }
    return word;
  }

  static Event read(long number, String body) {
    try {
      var json = JsonObject.read(body);
      var type = BY_WORD.get(json.text("type"));
      if (type != null) {
        return type.reader().apply(json);
      }
      throw unknown(number, new IllegalArgumentException(json.text("type")));
    } catch (JacksonException | IllegalArgumentException | ClassCastException e) {
      throw unknown(number, e);
    }
  }

  private static EventLogException unknown(long number, RuntimeException cause) {
    return new EventLogException(
        EventLogException.Code.NEWER_STORE,
        "Event " + number + " is of a kind this program does not know.",
        "Use the Landfall that wrote it, or a newer one.",
        cause);
  }

  static String write(Release release) {
    var json = new JsonObject();
    release
        .pins()
        .forEach((name, pin) ->
            json.put(
                name,
                new JsonObject()
                    .put("location", pin.location())
                    .put("path", pin.path())
                    .put("commit", pin.commit())
                    .put("content", pin.content())
                    .put("committed", pin.committed())
                    .values()));
    return json.write();
  }

  static Release readRelease(String body) {
    var pins = new TreeMap<String, Release.Pin>();
    var json = JsonObject.read(body);
    for (var name : json.values().keySet()) {
      var pin = json.object(name);
      pins.put(
          name,
          new Release.Pin(
              pin.text("location"),
              pin.text("path"),
              pin.text("commit"),
              pin.text("content"),
              pin.is("committed")));
    }
    return new Release(pins);
  }
}
