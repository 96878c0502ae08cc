package dev.landfall.cli;

import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.plan.PlanDocument;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.rollout.DriftCheck.Finding;
import dev.landfall.engine.rollout.Preparation;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.engine.rollout.TargetResult;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
      document.set("digests", tree(failure.digests()));
    }
    document.putObject("error").put("message", failure.getMessage()).put("next", failure.next());
    return document;
  }

  /// The plan of one target as it is; those of several under `plans`, with what cannot be planned
  /// under `errors`.
  static ObjectNode plans(Preparation preparation) {
    var targets = preparation.inOrder().toList();
    if (targets.size() == 1) {
      var only = targets.getFirst();
      return plan(only.getValue())
          .map(PlanDocument::write)
          .orElseGet(() -> unplanned(only.getKey(), only.getValue()));
    }
    var document = object();
    var plans = document.putArray("plans");
    var errors = document.putArray("errors");
    for (var entry : targets) {
      plan(entry.getValue())
          .ifPresentOrElse(
              plan -> plans.add(PlanDocument.write(plan)),
              () -> errors.add(unplanned(entry.getKey(), entry.getValue())));
    }
    return document;
  }

  private static Optional<TargetPlan> plan(Prepared prepared) {
    return switch (prepared) {
      case Prepared.Planned(var plan, var replaces) -> Optional.of(plan);
      case Prepared.Resuming(var rollout, var plan) -> Optional.of(plan);
      case Prepared.Busy busy -> Optional.empty();
      case Prepared.Unplannable unplannable -> Optional.empty();
    };
  }

  private static ObjectNode unplanned(Target target, Prepared prepared) {
    var document = object();
    document.set("target", target(target));
    var error = document.putObject("error");
    if (prepared instanceof Prepared.Busy(var held)) {
      error.put("message", "held by " + held.claim().holder());
      error.put("next", "Wait until it ends, or see `landfall status`.");
      document.set("held_by", holder(held).put("since", held.since().toString()));
    } else if (prepared instanceof Prepared.Unplannable(var cause)) {
      error.put("message", cause.component() + ": " + cause.getMessage());
      error.put("next", cause.next());
    }
    return document;
  }

  /// Who holds a target, and with which rollout.
  static ObjectNode holder(Held held) {
    var holder = held.claim().holder();
    return object()
        .put("actor", holder.actor())
        .put("host", holder.host())
        .put("pid", holder.pid())
        .put("rollout", held.claim().rollout());
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
      document.set("held_by", holder(held).put("since", held.since().toString()));
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
    var smoke = document.putArray("smoke");
    for (var outcome : report.smoke()) {
      var node = smoke.addObject();
      node.set("target", target(outcome.target()));
      node.put("name", outcome.name());
      node.put("passed", outcome.passed());
      node.put("problem", outcome.problem().orElse(""));
      node.put("seconds", outcome.took().toMillis() / 1_000.0);
    }
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
        case Finding.Destroyed(var target, var component, var at) -> {
          node.set("target", target(target));
          node.put("name", component);
          node.put("destroyed", at.toString());
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
