package dev.landfall.sandbox.aws.ec2;

import dev.landfall.sandbox.aws.ec2.Instance.State;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// The instances that there are. They change their state at once, and tell of it as of something
/// that goes on. Threads share it.
final class Instances {
  private static final char SEPARATOR = '\0';
  private static final char AFTER = '\1';

  /// How long a terminated instance is still told of.
  private static final long REMEMBERED = Duration.ofHours(1).toMillis();

  private final Journal journal;
  private final Table<Instance> table;
  private final Clock clock;

  Instances(Journal journal, Clock clock) {
    this.journal = journal;
    this.table = journal.table("ec2-instances", Instance.class);
    this.clock = clock;
  }

  private static String prefix(Scope scope) {
    return scope.account() + SEPARATOR + scope.region();
  }

  private static String key(Instance instance) {
    return prefix(new Scope(instance.account(), instance.region())) + SEPARATOR + instance.id();
  }

  long now() {
    return clock.millis();
  }

  List<Instance> all(Scope scope) {
    return table
        .rows()
        .subMap(prefix(scope) + SEPARATOR, true, prefix(scope) + AFTER, false)
        .values()
        .stream()
        .filter(one -> !one.terminated() || one.changed() > clock.millis() - REMEMBERED)
        .toList();
  }

  Optional<Instance> find(Scope scope, String id) {
    return all(scope).stream().filter(one -> one.id().equals(id)).findFirst();
  }

  synchronized void put(Instance instance) {
    journal.commit(table.put(key(instance), instance));
  }

  /// The instances that a request names.
  private List<Instance> named(Scope scope, Parameters given) throws AwsError {
    var ids = given.texts("InstanceId");
    if (ids.isEmpty()) {
      throw Ec2Errors.missing("InstanceId");
    }
    var missing = new ArrayList<String>();
    var found = new ArrayList<Instance>();
    for (var id : ids) {
      if (!id.matches("i-[0-9a-f]{8}([0-9a-f]{9})?")) {
        throw Ec2Errors.malformed(id);
      }
      find(scope, id).ifPresentOrElse(found::add, () -> missing.add(id));
    }
    if (!missing.isEmpty()) {
      throw Ec2Errors.noInstances(missing);
    }
    return found;
  }

  /// Starts, stops or terminates.
  ///
  /// @return writes what has changed
  synchronized Consumer<Xml> change(Scope scope, String action, Parameters given) throws AwsError {
    var instances = named(scope, given);
    for (var instance : instances) {
      check(action, instance);
    }
    var now = clock.millis();
    for (var instance : instances) {
      var to = goal(action, instance);
      if (to != instance.state()) {
        put(instance.in(to, now));
      }
    }
    return xml ->
        xml.element(
            "instancesSet",
            list ->
                instances.forEach(one ->
                    list.element(
                        "item",
                        item -> {
                          item.text("instanceId", one.id());
                          state(item, "currentState", told(goal(action, one), one.state()));
                          state(item, "previousState", one.state());
                        })));
  }

  private static State goal(String action, Instance instance) {
    return switch (action) {
      case "StartInstances" -> State.RUNNING;
      case "StopInstances" -> instance.terminated() ? State.TERMINATED : State.STOPPED;
      default -> State.TERMINATED;
    };
  }

  /// What is under way to a state.
  private static State told(State to, State from) {
    if (to == from) {
      return to;
    }
    return switch (to) {
      case RUNNING -> State.PENDING;
      case STOPPED -> State.STOPPING;
      default -> State.SHUTTING_DOWN;
    };
  }

  private static void check(String action, Instance instance) throws AwsError {
    if (instance.terminated() && !action.equals("TerminateInstances")) {
      throw Ec2Errors.of(
          "IncorrectInstanceState",
          "The instance '"
              + instance.id()
              + "' is not in a state from which it can be "
              + (action.startsWith("Start")
                  ? "started."
                  : action.startsWith("Stop") ? "stopped." : "rebooted."));
    }
    if (action.equals("TerminateInstances")
        && instance.properties().path("DisableApiTermination").asBoolean(false)
        && !instance.terminated()) {
      throw Ec2Errors.of(
          "OperationNotPermitted",
          "The instance '"
              + instance.id()
              + "' may not be terminated. Modify its 'disableApiTermination' instance attribute and"
              + " try again.");
    }
  }

  /// Nothing is lost by it.
  void reboot(Scope scope, Parameters given) throws AwsError {
    for (var instance : named(scope, given)) {
      check("RebootInstances", instance);
      if (instance.state() != State.RUNNING) {
        throw Ec2Errors.of(
            "IncorrectState",
            "Instance '" + instance.id() + "' is not in a state from which it can be rebooted.");
      }
    }
  }

  static void state(Xml xml, String element, State state) {
    xml.element(element, inner -> inner.text("code", state.code()).text("name", state.word()));
  }

  /// One attribute of an instance.
  Consumer<Xml> attribute(Scope scope, Parameters given) throws AwsError {
    var id = given.text("InstanceId").orElseThrow(() -> Ec2Errors.missing("instanceId"));
    if (!id.matches("i-[0-9a-f]{8}([0-9a-f]{9})?")) {
      throw Ec2Errors.malformed(id);
    }
    var instance = find(scope, id).orElseThrow(() -> Ec2Errors.noInstances(List.of(id)));
    var name = given.text("Attribute").orElseThrow(() -> Ec2Errors.missing("attribute"));
    var value =
        switch (name) {
          case "userData" -> text(instance, "UserData");
          case "instanceType" -> Optional.of(text(instance, "InstanceType").orElse("m1.small"));
          case "disableApiTermination" ->
              Optional.of(text(instance, "DisableApiTermination").orElse("false"));
          case "sourceDestCheck" -> Optional.of(text(instance, "SourceDestCheck").orElse("true"));
          case "ebsOptimized" -> Optional.of(text(instance, "EbsOptimized").orElse("false"));
          case "instanceInitiatedShutdownBehavior" ->
              Optional.of(text(instance, "InstanceInitiatedShutdownBehavior").orElse("stop"));
          case "rootDeviceName" -> Optional.of(instance.rootDevice());
          default ->
              throw Ec2Errors.of(
                  "InvalidParameterValue",
                  "Value (" + name + ") for parameter attribute is invalid. Unknown attribute.");
        };
    return xml -> {
      xml.text("instanceId", id);
      xml.element(name, inner -> value.ifPresent(text -> inner.text("value", text)));
    };
  }

  private static Optional<String> text(Instance instance, String property) {
    return Optional.of(instance.properties().path(property))
        .filter(node -> !node.isMissingNode())
        .map(JsonNode::asString);
  }
}
