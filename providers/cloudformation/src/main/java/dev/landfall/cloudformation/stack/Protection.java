package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.check.StackPolicy;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/// What protects a stack and is no part of its change sets: termination protection, and the stack
/// policy. What a component says nothing of stays as it is.
final class Protection {
  private final CloudFormationClient client;
  private final Job job;

  Protection(CloudFormationClient client, Job job) {
    this.client = client;
    this.job = job;
  }

  /// One of both.
  enum Kind {
    TERMINATION("termination protection"),
    POLICY("stack policy");

    private final String address;

    Kind(String address) {
      this.address = address;
    }

    /// As a plan names it: no resource is called so.
    String address() {
      return address;
    }

    static boolean isOne(Change change) {
      return List.of(values()).stream().anyMatch(kind -> kind.address.equals(change.address()));
    }
  }

  /// What has to be done to a stack, if it is there.
  List<Change> changes(Optional<LiveStack> live) {
    var now = state(live);
    var changes = new ArrayList<Change>();
    wanted()
        .forEach((kind, text) -> {
          var before = now.getOrDefault(kind, "");
          if (!before.equals(text)) {
            changes.add(
                new Change(
                    Action.UPDATE,
                    kind.address(),
                    kind == Kind.POLICY ? "set for the stack" : "turned " + text,
                    (before.isEmpty() ? "(none)" : before) + " -> " + text));
          }
        });
    return changes;
  }

  private Map<Kind, String> wanted() {
    var wanted = new TreeMap<Kind, String>();
    job.settings().terminationProtection().ifPresent(on -> wanted.put(Kind.TERMINATION, word(on)));
    job.policy().ifPresent(text -> wanted.put(Kind.POLICY, text));
    return wanted;
  }

  private Map<Kind, String> state(Optional<LiveStack> live) {
    var there = live.filter(stack -> !stack.isOnlyPlanned());
    var state = new TreeMap<Kind, String>();
    state.put(Kind.TERMINATION, word(there.map(LiveStack::isProtected).orElse(false)));
    if (there.isPresent() && job.policy().isPresent()) {
      var policy = client.getStackPolicy(r -> r.stackName(there.get().id())).stackPolicyBody();
      state.put(Kind.POLICY, policy == null ? "" : StackPolicy.canonical(policy));
    }
    return state;
  }

  private static String word(boolean on) {
    return on ? "on" : "off";
  }

  /// As drift sees what the component says something of.
  Map<String, String> observed(LiveStack live) {
    var items = new TreeMap<String, String>();
    var state = state(Optional.of(live));
    wanted().keySet().forEach(kind -> items.put(kind.address(), state.getOrDefault(kind, "")));
    return items;
  }

  /// Does it. Doing it twice does no harm.
  void set(Kind kind) {
    switch (kind) {
      case TERMINATION ->
          client.updateTerminationProtection(r ->
              r.stackName(job.stack())
                  .enableTerminationProtection(
                      job.settings().terminationProtection().orElse(false)));
      case POLICY ->
          client.setStackPolicy(
              r -> r.stackName(job.stack()).stackPolicyBody(job.policy().orElseThrow()));
    }
  }
}
