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

/// Carries one plan out on one stack. CloudFormation takes a client token once, and tells it with
/// each event: so what a killed process has begun is found, and nothing is begun twice. For one
/// thread.
final class Deployment {
  private static final String CHANGE = "change";
  private static final String RECOVER = "recover";
  private static final String PROTECT = "protect by";
  private static final Set<String> CHANGED = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE");

  private final Stacks stacks;
  private final CloudFormationClient client;
  private final Job job;
  private final Plan plan;
  private final Context context;

  Deployment(Stacks stacks, CloudFormationClient client, Job job, Plan plan, Context context) {
    this.stacks = stacks;
    this.client = client;
    this.job = job;
    this.plan = plan;
    this.context = context;
  }

  /// A call that begins an operation.
  @FunctionalInterface
  private interface Call {
    void send(String token);
  }

  void run() throws ProviderException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var recovery = Recovery.of(plan);
    if (recovery.isPresent()) {
      recover(recovery.get());
      if (!recovery.get().deletes()) {
        return;
      }
    }
    var live = stacks.describe(job);
    if (live.isPresent() && begun(change(live.get().id()))) {
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
            PROTECT + " " + kind.address(),
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
    var live = stacks.describe(job);
    var known = context.journal().open().stream().filter(e -> isOf(e, RECOVER)).findFirst();
    var done = context.journal().done().stream().anyMatch(key -> key.startsWith(RECOVER));
    if (known.isPresent()) {
      // Its stack is named by the clue: a deleted one is found by its id alone.
      var operation = recovery(known.get().clue(), recovery);
      if (begun(operation)) {
        end(operation, known.get());
        return;
      }
      context
          .journal()
          .record(List.of(new Journal.NotDone(known.get().key(), "no event has its token")));
    } else if (done && Recovery.of(live).isEmpty()) {
      return;
    }
    if (live.isEmpty() || !Stacks.basis(live).equals(plan.basis())) {
      throw stale();
    }
    var stack = live.get();
    var effect =
        new Journal.Effect(
            RECOVER + " " + stack.id(),
            "recover stack " + job.stack() + " from " + stack.status(),
            question(token(RECOVER)),
            stack.id());
    context.journal().record(List.of(new Journal.Begin(effect)));
    var operation = recovery(stack.id(), recovery);
    send(effect, operation, RECOVER, token -> call(recovery, token));
    end(operation, effect);
  }

  private Operation recovery(String stackId, Recovery recovery) {
    return new Operation(client, stackId, token(RECOVER), Set.of(recovery.end()));
  }

  private Operation change(String stackId) {
    return new Operation(client, stackId, token(CHANGE), CHANGED);
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
        new Journal.Effect(
            CHANGE + " set " + changeSet,
            "change set " + changeSet + " of stack " + job.stack(),
            question(token(CHANGE)),
            id);
    context.journal().record(List.of(new Journal.Begin(effect)));
    send(
        effect,
        change(id),
        CHANGE,
        token ->
            client.executeChangeSet(
                r -> r.stackName(job.stack()).changeSetName(changeSet).clientRequestToken(token)));
  }

  /// Sends a call. Whether one whose answer was lost has begun anything is asked of the events.
  private void send(Journal.Effect effect, Operation operation, String kind, Call call)
      throws ProviderException, InterruptedException {
    try {
      call.send(token(kind));
    } catch (SdkException e) {
      Refusals.requireCalled(e);
      var isRefused = !Refusals.code(e).isEmpty();
      if (isRefused || !begun(operation)) {
        context.journal().record(List.of(new Journal.NotDone(effect.key(), Refusals.message(e))));
        throw Refusals.of(e, "Stack " + job.stack() + " was not changed");
      }
    }
  }

  private void follow(LiveStack live) throws ProviderException, InterruptedException {
    var effect = context.journal().open().stream().filter(e -> isOf(e, CHANGE)).findFirst();
    if (effect.isPresent()) {
      end(change(live.id()), effect.get());
    } else {
      change(live.id()).follow(context, plan.changes().size());
    }
  }

  /// Follows an operation to its end, and records that it took place, whatever came of it.
  private void end(Operation operation, Journal.Effect effect)
      throws ProviderException, InterruptedException {
    try {
      operation.follow(context, plan.changes().size());
    } catch (ProviderException e) {
      if (operation.hasEnded()) {
        context.journal().record(List.of(new Journal.Done(effect.key(), "failed")));
      }
      throw e;
    }
    context.journal().record(List.of(new Journal.Done(effect.key(), "")));
  }

  private boolean begun(Operation operation) throws ProviderException, InterruptedException {
    try {
      return operation.hasBegun();
    } catch (SdkException e) {
      Refusals.requireCalled(e);
      throw new ProviderException(
          Kind.IN_DOUBT,
          "The events of stack " + job.stack() + " cannot be read: " + Refusals.message(e) + ".",
          "Deploy again when AWS answers: it is asked what became of the call.",
          e);
    }
  }

  private static boolean isOf(Journal.Effect effect, String kind) {
    return effect.key().startsWith(kind + " ");
  }

  private String question(String token) {
    return "has stack " + job.stack() + " events with the client request token " + token + "?";
  }

  /// Names an operation to CloudFormation: the same when the rollout is resumed. At most 128
  /// letters, digits and hyphens.
  private String token(String kind) {
    return (kind + "-" + context.rollout() + "-" + job.desired().component())
        .replaceAll("[^A-Za-z0-9-]", "-");
  }
}
