package dev.landfall.cli;

import dev.landfall.engine.rollout.DriftCheck.Finding;
import dev.landfall.engine.rollout.TargetResult;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Target;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON documents of `--json`. Other programs rely on their fields.
final class Documents {
  private static final JsonMapper JSON = new JsonMapper();

  private Documents() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode target(Target target) {
    return object().put("environment", target.environment()).put("region", target.region());
  }

  static ObjectNode problems(List<Problem> problems) {
    var document = object();
    document.put("valid", problems.stream().noneMatch(Problem::isError));
    var array = document.putArray("problems");
    for (var problem : problems) {
      array
          .addObject()
          .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
          .put("file", problem.location().file())
          .put("line", Math.max(1, problem.location().line()))
          .put("column", Math.max(1, problem.location().column()))
          .put("summary", problem.summary())
          .put("detail", problem.detail());
    }
    return document;
  }

  static ObjectNode failure(Failure failure) {
    var document = object();
    if (!failure.digests().isEmpty()) {
      document.put("status", "approval_needed").set("digests", tree(failure.digests()));
    }
    document.putObject("error").put("message", failure.getMessage()).put("next", failure.next());
    return document;
  }

  /// One rollout as it is; several under `rollouts`.
  static ObjectNode results(List<TargetResult> results) {
    if (results.size() == 1) {
      return result(results.getFirst());
    }
    var document = object();
    var array = document.putArray("rollouts");
    results.forEach(result -> array.add(result(result)));
    return document;
  }

  private static ObjectNode result(TargetResult result) {
    var document = object();
    document.put("rollout", result.rollout().orElse(""));
    document.put("status", result.status().word());
    document.set("target", target(result.target()));
    document.put("resumed", result.resumed());
    document.put("message", result.message());
    document.put("next", result.next());
    document.put("seconds", result.seconds());
    if (result.reason() instanceof TargetResult.Reason.HeldBy(var held)) {
      document
          .putObject("held_by")
          .put("actor", held.claim().holder().actor())
          .put("host", held.claim().holder().host())
          .put("pid", held.claim().holder().pid())
          .put("rollout", held.claim().rollout())
          .put("since", held.since().toString());
    }
    var components = document.putArray("components");
    for (var component : result.components()) {
      var node = components.addObject();
      node.put("name", component.name());
      node.put("status", component.status().word());
      node.put("changes", component.changes());
      node.put("seconds", component.seconds());
      node.put("message", component.message());
      node.set("outputs", JSON.valueToTree(component.outputs()));
    }
    return document;
  }

  static ObjectNode rehearsal(RehearseCommand.Report report) {
    var document = object();
    document.put("succeeded", report.isGood());
    document.set("rollout", results(report.results()));
    document.put("second_plan_changes", report.second());
    document.put("drifted", report.differences());
    var array = document.putArray("problems");
    report.problems().forEach(array::add);
    return document;
  }

  static ObjectNode drift(List<Finding> findings) {
    var document = object();
    var array = document.putArray("components");
    var differences = 0;
    for (var finding : findings) {
      var node = array.addObject();
      switch (finding) {
        case Finding.Compared compared -> {
          node.set("target", target(compared.target()));
          node.put("name", compared.component());
          node.put("since", compared.since().toString());
          var list = node.putArray("differences");
          for (var difference : compared.differences()) {
            differences++;
            list.addObject()
                .put("kind", difference.kind().name().toLowerCase(Locale.ROOT))
                .put("address", difference.address())
                .put("was", difference.was())
                .put("is", difference.is());
          }
          var unchecked = node.putArray("unchecked");
          compared.unchecked().forEach(unchecked::add);
        }
        case Finding.NotCompared(var target, var component, var why, var next) -> {
          node.set("target", target(target));
          node.put("name", component);
          node.put("error", why);
          node.put("next", next);
        }
      }
    }
    document.put("drift", differences > 0);
    return document;
  }

  static ObjectNode tree(Object value) {
    return JSON.valueToTree(value);
  }
}
