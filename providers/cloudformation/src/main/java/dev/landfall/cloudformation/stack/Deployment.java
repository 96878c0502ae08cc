package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Change;
import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/// Carries one plan out on one stack. For one thread.
final class Deployment {
  static final String CHANGE = "change";
  static final String RECOVER = "recover";
  private static final String PROTECT = "protect";
  private static final Set<String> CHANGED = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE");

  private final Stacks stacks;
  private final CloudFormationClient client;
  private final Job job;
  private final Plan plan;
  private final Context context;
  private final Calls calls;

  Deployment(Stacks stacks, CloudFormationClient client, Job job, Plan plan, Context context) {
    this.stacks = stacks;
    this.client = client;
    this.job = job;
    this.plan = plan;
    this.context = context;
    this.calls =
        new Calls(stacks.poller(job.address()), job.stack(), job.desired().component(), context);
  }

  void run() throws ProviderException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    calls.settleOthers(Set.of(PROTECT));
    var recovery = Recovery.of(plan);
    if (recovery.isPresent()) {
      recover(recovery.get());
      if (!recovery.get().deletes()) {
        return;
      }
    } else {
      calls.settleOwn(RECOVER);
    }
    var live = stacks.describe(job.address());
    if (live.isPresent() && calls.begun(change(live.get().id()))) {
      follow(live.get());
      protect();
      return;
    }
    var look = stacks.look(job, context);
    if (recovery.isPresent() ? !isWithin(look) : !isExactly(look)) {
      throw stale();
    }
    if (look.live().filter(stack -> !stack.isOnlyPlanned()).isPresent()) {
      protect();
    }
    if (!look.changeSet().isEmpty()) {
      execute(look.changeSet());
      follow(stacks.require(job));
      protect();
    }
  }

  /// Does what is left of the plan's protection of the stack. An existing stack's policy is set
  /// first: it decides about this change as about later ones.
  private void protect() throws ProviderException, InterruptedException {
    if (plan.changes().stream().noneMatch(Protection.Kind::isOne)) {
      return;
    }
    var protection = new Protection(client, job);
    try {
      var left = addresses(protection.changes(Optional.of(stacks.require(job))));
      var planned = addresses(plan.changes());
      for (var kind : Protection.Kind.values()) {
        if (planned.contains(kind.address())) {
          protect(protection, kind, left.contains(kind.address()));
        }
      }
    } catch (SdkException e) {
      throw Refusals.of(e, "Stack " + job.stack() + " could not be protected as planned");
    }
  }

  private void protect(Protection protection, Protection.Kind kind, boolean isLeft)
      throws ProviderException, InterruptedException {
    var effect =
        new Journal.Effect(
            PROTECT + " by " + kind.address(),
            "the " + kind.address() + " of stack " + job.stack(),
            "is the " + kind.address() + " of stack " + job.stack() + " as the component says?",
            job.stack());
    var isOpen = context.journal().open().stream().anyMatch(e -> e.key().equals(effect.key()));
    if (!isLeft && !isOpen) {
      return;
    }
    if (!isOpen) {
      context.journal().record(List.of(new Journal.Begin(effect)));
    }
    if (isLeft) {
      protection.set(kind);
    }
    context.journal().record(List.of(new Journal.Done(effect.key(), "")));
  }

  private static Set<String> addresses(List<Change> changes) {
    return changes.stream().map(Change::address).collect(Collectors.toSet());
  }

  private ProviderException stale() {
    return new ProviderException(
        Kind.STALE, "Stack " + job.stack() + " is no longer as it was planned.", "Plan again.");
  }

  private boolean isExactly(Look look) {
    return look.basis().equals(plan.basis())
        && ofTemplate(look.changes()).equals(ofTemplate(plan.changes()))
        && plan.changes().containsAll(look.changes());
  }

  /// Without what protects the stack: it may have been done before the process was killed.
  private static List<Change> ofTemplate(List<Change> changes) {
    return changes.stream().filter(change -> !Protection.Kind.isOne(change)).toList();
  }

  /// Behind a recovery the change set is only made now: it may do what was shown, and no more.
  private boolean isWithin(Look look) {
    var shown = new HashSet<String>();
    plan.changes().forEach(change -> shown.add(shape(change)));
    return look.changes().stream().map(Deployment::shape).allMatch(shown::contains);
  }

  private static String shape(Change change) {
    return change.action().word() + " " + change.address();
  }

  private void recover(Recovery recovery) throws ProviderException, InterruptedException {
    var live = stacks.describe(job.address());
    var known = calls.open(RECOVER);
    var done = context.journal().done().stream().anyMatch(key -> key.startsWith(RECOVER));
    if (known.isPresent()) {
      var operation = recovery(Calls.stackOf(known.get()), recovery);
      if (calls.begun(operation)) {
        calls.end(operation, known.get(), plan.changes().size());
        return;
      }
      calls.forget(known.get());
    } else if (done && Recovery.of(live).isEmpty()) {
      return;
    }
    if (live.isEmpty() || !Stacks.basis(live).equals(plan.basis())) {
      throw stale();
    }
    var stack = live.get();
    var effect =
        calls.effect(
            RECOVER,
            stack.id(),
            "recover stack " + job.stack() + " from " + stack.status(),
            stack.id());
    var operation = recovery(stack.id(), recovery);
    calls.send(effect, operation, RECOVER, token -> call(recovery, token));
    calls.end(operation, effect, plan.changes().size());
  }

  private Operation recovery(String stackId, Recovery recovery) {
    return calls.operation(RECOVER, stackId, Set.of(recovery.end()));
  }

  private Operation change(String stackId) {
    return calls.operation(CHANGE, stackId, CHANGED);
  }

  private void call(Recovery recovery, String token) {
    switch (recovery) {
      case DELETE -> client.deleteStack(r -> r.stackName(job.stack()).clientRequestToken(token));
      case CONTINUE_ROLLBACK ->
          client.continueUpdateRollback(r -> r.stackName(job.stack()).clientRequestToken(token));
      case ROLL_BACK ->
          client.rollbackStack(r -> r.stackName(job.stack()).clientRequestToken(token));
    }
  }

  private void execute(String changeSet) throws ProviderException, InterruptedException {
    var id = stacks.require(job).id();
    var effect =
        calls.effect(
            CHANGE, "set " + changeSet, "change set " + changeSet + " of stack " + job.stack(), id);
    calls.send(
        effect,
        change(id),
        CHANGE,
        token ->
            client.executeChangeSet(
                r -> r.stackName(job.stack()).changeSetName(changeSet).clientRequestToken(token)));
  }

  private void follow(LiveStack live) throws ProviderException, InterruptedException {
    var effect = calls.open(CHANGE);
    if (effect.isPresent()) {
      calls.end(change(live.id()), effect.get(), plan.changes().size());
    } else {
      change(live.id()).follow(context, plan.changes().size());
    }
  }
}
