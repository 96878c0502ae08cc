package dev.landfall.sandbox.aws.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The actions of a service that speaks JSON, by their names. Immutable; threads share it.
///
/// @param service as people call it
public record JsonActions(String service, Map<String, Action> actions) {
  public JsonActions {
    actions = Map.copyOf(actions);
  }

  /// Carries an action out.
  @FunctionalInterface
  public interface Answer {
    ObjectNode of(Call call, ObjectNode given) throws AwsError, IOException, InterruptedException;
  }

  /// What an action needs, with its name as IAM has it.
  @FunctionalInterface
  public interface Needed {
    List<Permission> of(String action, Call call, ObjectNode given) throws AwsError;
  }

  /// @param named the member that names what the action concerns, for faults
  public record Action(String named, Needed needed, Answer answer) {}

  /// What a call asks for.
  public Operation operation(String prefix, Call call) throws AwsError {
    var name = call.action();
    var action = actions.get(name);
    if (action == null) {
      throw Trouble.UNKNOWN_ACTION.on(
          call.wire(), "The sandbox does not honour " + name + " of " + service + ".");
    }
    var given = call.json();
    var needed = action.needed().of(prefix + ":" + name, call, given);
    return Operation.of(
            name,
            given.path(action.named()).asString(""),
            () -> Reply.json(call, action.answer().of(call, given)))
        .needing(needed.toArray(Permission[]::new));
  }
}
