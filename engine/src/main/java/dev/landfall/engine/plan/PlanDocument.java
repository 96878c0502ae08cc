package dev.landfall.engine.plan;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Target;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A plan as JSON: what `plan --json` prints, what a plan file holds, and what the event log keeps.
public final class PlanDocument {
  private static final JsonFactory FACTORY = new JsonFactory();

  private PlanDocument() {}

  /// Made when a document is read: starting a mapper takes longer than making most plans.
  private static final class Mapper {
    private static final JsonMapper JSON = new JsonMapper();

    private Mapper() {}
  }

  /// A document that is no plan, or was changed after it was written.
  public static final class InvalidPlanException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidPlanException(String message) {
      super(message);
    }
  }

  /// The document of a plan, with its digest.
  public static ObjectNode write(TargetPlan plan) {
    var document = body(plan, true);
    document.put("digest", plan.digest());
    var summary = document.putObject("summary");
    plan.summary().forEach((action, count) -> summary.put(action.word(), count));
    return document;
  }

  /// Reads the document of one plan back.
  ///
  /// @throws InvalidPlanException when it is not one, or its digest does not fit its content
  public static TargetPlan read(String text) throws InvalidPlanException {
    try {
      return read(Mapper.JSON.readTree(text));
    } catch (JacksonException e) {
      throw new InvalidPlanException("it is not JSON: " + e.getOriginalMessage());
    }
  }

  /// Reads a document that holds one plan, or several under `plans`.
  ///
  /// @throws InvalidPlanException when it is not one, or a digest does not fit its content
  public static List<TargetPlan> readAll(String text) throws InvalidPlanException {
    try {
      var document = Mapper.JSON.readTree(text);
      if (!document.has("plans")) {
        return List.of(read(document));
      }
      var plans = new ArrayList<TargetPlan>();
      for (var plan : document.get("plans")) {
        plans.add(read(plan));
      }
      return plans;
    } catch (JacksonException e) {
      throw new InvalidPlanException("it is not JSON: " + e.getOriginalMessage());
    }
  }

  /// One document for any number of plans: the plan itself when there is one, else all under
  /// `plans`.
  public static ObjectNode writeAll(List<TargetPlan> plans) {
    if (plans.size() == 1) {
      return write(plans.getFirst());
    }
    var document = JsonNodeFactory.instance.objectNode();
    var array = document.putArray("plans");
    plans.forEach(plan -> array.add(write(plan)));
    return document;
  }

  static String digest(TargetPlan plan) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(text(body(plan, false)).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String text(JsonNode document) {
    var text = new StringWriter();
    try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(document, generator);
    }
    return text.toString();
  }

  private static void write(JsonNode node, JsonGenerator generator) {
    if (node.isObject()) {
      generator.writeStartObject();
      for (var property : node.properties()) {
        generator.writeName(property.getKey());
        write(property.getValue(), generator);
      }
      generator.writeEndObject();
    } else if (node.isArray()) {
      generator.writeStartArray();
      node.forEach(item -> write(item, generator));
      generator.writeEndArray();
    } else if (node.isBoolean()) {
      generator.writeBoolean(node.booleanValue());
    } else {
      generator.writeString(node.stringValue());
    }
  }

  /// @param informative whether to write what may differ from one look to the next although the
  ///   same is done to the same state: how many rows there are to lose, and notes
  private static ObjectNode body(TargetPlan plan, boolean informative) {
    var document = JsonNodeFactory.instance.objectNode();
    var target = document.putObject("target");
    target.put("environment", plan.target().environment());
    target.put("region", plan.target().region());
    document.put("release", plan.release());
    document.put("goal", write(plan.goal()));
    var components = document.putArray("components");
    for (var component : plan.components()) {
      var node = components.addObject();
      node.put("name", component.name());
      node.put("uses", component.uses());
      node.put("deferred", component.deferred());
      node.put("basis", component.plan().basis());
      var changes = node.putArray("changes");
      component.plan().changes().forEach(change -> write(change, changes.addObject(), informative));
      var unknown = node.putArray("unknown");
      component.plan().unknown().forEach(unknown::add);
      if (informative) {
        var notes = node.putArray("notes");
        component.plan().notes().forEach(notes::add);
      }
    }
    return document;
  }

  private static String write(Goal goal) {
    return switch (goal) {
      case Goal.Latest() -> "latest";
      case Goal.Destroyed() -> "destroyed";
      case Goal.BackToTag(var tag) -> "tag:" + tag;
      case Goal.BackByCount(var count) -> "count:" + count;
    };
  }

  private static Goal goal(JsonNode document) throws InvalidPlanException {
    var text = text(document, "goal");
    if (text.equals("latest")) {
      return new Goal.Latest();
    }
    if (text.equals("destroyed")) {
      return new Goal.Destroyed();
    }
    if (text.startsWith("tag:")) {
      return new Goal.BackToTag(text.substring("tag:".length()));
    }
    if (text.matches("count:[1-9][0-9]{0,8}")) {
      return new Goal.BackByCount(Integer.parseInt(text.substring("count:".length())));
    }
    throw new InvalidPlanException("it has an unknown goal \"" + text + "\"");
  }

  private static void write(Change change, ObjectNode node, boolean informative) {
    node.put("action", change.action().word());
    node.put("address", change.address());
    node.put("summary", change.summary());
    node.put("diff", change.diff());
    var losses = node.putArray("losses");
    for (var loss : change.losses()) {
      var written = losses.addObject().put("what", loss.what());
      if (informative) {
        written.put("extent", loss.extent());
      }
    }
  }

  private static TargetPlan read(JsonNode document) throws InvalidPlanException {
    var target =
        new Target(
            text(document.path("target"), "environment"), text(document.path("target"), "region"));
    var components = new ArrayList<ComponentPlan>();
    for (var node : document.path("components")) {
      var changes = new ArrayList<Change>();
      for (var change : node.path("changes")) {
        changes.add(readChange(change));
      }
      var plan =
          new Plan(
              text(node, "basis"), changes, texts(node.path("unknown")), texts(node.path("notes")));
      components.add(
          new ComponentPlan(
              text(node, "name"),
              text(node, "uses"),
              plan,
              node.path("deferred").asBoolean(false)));
    }
    var plan = new TargetPlan(target, text(document, "release"), goal(document), components);
    if (!plan.digest().equals(text(document, "digest"))) {
      throw new InvalidPlanException(
          "its digest does not fit its content: it was changed after it was written");
    }
    return plan;
  }

  private static Change readChange(JsonNode node) throws InvalidPlanException {
    var losses = new ArrayList<Change.Loss>();
    for (var loss : node.path("losses")) {
      losses.add(new Change.Loss(text(loss, "what"), text(loss, "extent")));
    }
    var word = text(node, "action");
    try {
      return new Change(
          Action.valueOf(word.toUpperCase(Locale.ROOT)),
          text(node, "address"),
          text(node, "summary"),
          text(node, "diff"),
          losses);
    } catch (IllegalArgumentException e) {
      throw new InvalidPlanException("it has an unknown action \"" + word + "\"");
    }
  }

  private static String text(JsonNode node, String name) throws InvalidPlanException {
    var value = node.path(name);
    if (!value.isString()) {
      throw new InvalidPlanException("it has no \"" + name + "\" where a plan has one");
    }
    return value.stringValue();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(item -> texts.add(item.asString()));
    return texts;
  }

  /// A copy of a plan in which every text that people or files will see went through a function,
  /// such as one that takes secrets out.
  static Plan map(Plan plan, Function<String, String> text) {
    var changes =
        plan.changes().stream()
            .map(change ->
                new Change(
                    change.action(),
                    text.apply(change.address()),
                    text.apply(change.summary()),
                    text.apply(change.diff()),
                    change.losses().stream()
                        .map(loss ->
                            new Change.Loss(text.apply(loss.what()), text.apply(loss.extent())))
                        .toList()))
            .toList();
    return new Plan(
        plan.basis(),
        changes,
        plan.unknown().stream().map(text).toList(),
        plan.notes().stream().map(text).toList());
  }
}
