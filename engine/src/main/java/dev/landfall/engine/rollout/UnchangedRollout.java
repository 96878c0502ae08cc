package dev.landfall.engine.rollout;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.Holder;
import dev.landfall.engine.event.EventRedaction;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.rollout.TargetResult.ComponentResult;
import dev.landfall.engine.rollout.TargetResult.Reason;
import dev.landfall.spi.Outputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The rollout of a plan that has nothing to change: what it is on record as. Immutable.
///
/// @param id the rollout's
/// @param holder the process that found it so
/// @param outputs what each component last put out, by component in the plan's order
record UnchangedRollout(TargetPlan plan, String id, Holder holder, Map<String, Outputs> outputs) {
  /// Nothing when some component's outputs are not known: then its provider must be asked.
  static Optional<UnchangedRollout> of(
      TargetPlan plan, String id, Holder holder, Function<String, Optional<Outputs>> lastOutputs) {
    var outputs = new LinkedHashMap<String, Outputs>();
    for (var component : plan.components()) {
      var last = lastOutputs.apply(component.name());
      if (last.isEmpty()) {
        return Optional.empty();
      }
      outputs.put(component.name(), last.get());
    }
    return Optional.of(new UnchangedRollout(plan, id, holder, outputs));
  }

  private List<Event> events(UnaryOperator<String> redact) {
    var process = holder.host() + ", process " + holder.pid();
    var events = new ArrayList<Event>();
    events.add(new Event.RolloutStarted(plan.release(), plan.digest(), 0, holder.actor(), process));
    outputs.forEach((component, last) -> {
      events.add(new Event.ComponentStarted(component, 0));
      events.add(new Event.ComponentFinished(component, Status.SUCCEEDED, "", last.values(), 0));
    });
    events.add(new Event.RolloutFinished(Status.SUCCEEDED, ""));
    return events.stream().map(event -> EventRedaction.redact(event, redact)).toList();
  }

  EventLog.Unchanged record(UnaryOperator<String> redact) {
    return new EventLog.Unchanged(plan.target(), id, events(redact));
  }

  void tell(RolloutListener listener, UnaryOperator<String> redact) {
    events(redact).forEach(event -> listener.happened(plan.target(), id, event));
  }

  TargetResult result(UnaryOperator<String> redact) {
    var components = new ArrayList<ComponentResult>();
    for (var event : events(redact)) {
      if (event instanceof Event.ComponentFinished finished) {
        components.add(
            new ComponentResult(
                finished.component(), Status.SUCCEEDED, 0, 0, "", finished.outputs()));
      }
    }
    return new TargetResult(
        plan.target(),
        Optional.of(id),
        Status.SUCCEEDED,
        new Reason.Ended(),
        "",
        "",
        false,
        0,
        components);
  }
}
