package dev.landfall.sandbox.aws.cloudformation;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.TemplateParser;
import dev.landfall.sandbox.aws.cloudformation.operation.DriftDetection;
import dev.landfall.sandbox.aws.cloudformation.operation.Operations;
import dev.landfall.sandbox.aws.cloudformation.operation.SharedExports;
import dev.landfall.sandbox.aws.cloudformation.operation.StackPolicy;
import dev.landfall.sandbox.aws.cloudformation.operation.World;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet.ExecutionStatus;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackDrift;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// CloudFormation of one account in one region (CloudFormation API Reference). What it does to
/// resources goes on behind its answer, on the executors it was given. Threads may share it.
public final class CloudFormation {
  private static final Optional<String> USER = Optional.of("User Initiated");

  /// In which states a stack's drift can be detected.
  private static final Set<StackStatus> DRIFTING =
      Set.of(
          StackStatus.CREATE_COMPLETE,
          StackStatus.UPDATE_COMPLETE,
          StackStatus.UPDATE_ROLLBACK_COMPLETE,
          StackStatus.UPDATE_ROLLBACK_FAILED);

  private final World world;
  private final Stacks stacks;
  private final Planning planning;
  private final ChangeSets changeSets;
  private final Queries queries;
  private final Operations operations;

  public CloudFormation(World outer, TemplateSource source) {
    var nested = new NestedStacks(outer, source);
    this.world = nested.world();
    this.stacks = new Stacks(world.store());
    this.planning = nested.planning();
    this.changeSets = new ChangeSets(world, stacks, planning);
    this.queries = new Queries(world, stacks, planning);
    this.operations = nested.operations();
  }

  /// Everything that only reads.
  public Queries queries() {
    return queries;
  }

  /// `CreateStack`.
  ///
  /// @return the stack's id
  public synchronized String createStack(StackRequest request) throws CloudFormationException {
    Stacks.checkName("stackName", request.stackName());
    var existing = stacks.find(request.stackName());
    if (existing.isPresent()) {
      if (isRepeated(existing.get(), request.token())) {
        return existing.get().id();
      }
      throw CloudFormationException.of(
          "AlreadyExistsException", 400, "Stack [" + request.stackName() + "] already exists");
    }
    var target = planning.target(request, Optional.empty());
    var settings = planning.settings(request, StackSettings.DEFAULT);
    planning.checkNested(target, settings);
    var stack = newStack(request.stackName(), target, settings, request.token());
    // What the conditions leave has to fit together before anything begins.
    planning.configured(target, planning.context(stack.name(), stack.id(), settings));
    begin(stack, StackStatus.CREATE_IN_PROGRESS, operations::create);
    return stack.id();
  }

  private Stack newStack(
      String name, Deployment target, StackSettings settings, Optional<String> token)
      throws CloudFormationException {
    return new Stack(
        world.arn("stack/" + name + "/" + world.uuid()),
        name,
        StackStatus.CREATE_IN_PROGRESS,
        Optional.empty(),
        world.clock().instant(),
        Optional.empty(),
        Optional.empty(),
        TemplateParser.parse(target.template()).description(),
        settings,
        target,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        token);
  }

  /// `UpdateStack`.
  ///
  /// @return the stack's id
  public synchronized String updateStack(StackRequest request) throws CloudFormationException {
    var stack = stacks.require(request.stackName());
    if (isRepeated(stack, request.token())) {
      return stack.id();
    }
    requireUpdatable(stack);
    var target = planning.target(request, Optional.of(stack));
    var settings = planning.settings(request, stack.settings());
    requireRetry(stack, settings);
    planning.checkNested(target, settings);
    var changes = planning.changes(target, stack, settings);
    if (!planning.isChange(target, stack, changes) && !stack.status().isLeft()) {
      throw CloudFormationException.validation("No updates are to be performed.");
    }
    update(stack.with(settings), target, Optional.empty(), request.token());
    return stack.id();
  }

  /// What a failed operation left is updated only if it would be left again.
  private static void requireRetry(Stack stack, StackSettings settings)
      throws CloudFormationException {
    if (stack.status().isLeft() && settings.onFailure() != OnFailure.PRESERVE) {
      throw CloudFormationException.validation(
          "This stack is currently in a non-terminal ["
              + stack.status()
              + "] state. To update the stack from this state, please use the disable-rollback"
              + " parameter with update-stack API. To rollback to the last known good state, use"
              + " the rollback-stack API");
    }
  }

  /// The state that an update leads back to when it is not the one that it begins from.
  private static Optional<Deployment> stable(Stack stack) {
    return switch (stack.status()) {
      case CREATE_FAILED -> Optional.of(Deployment.none());
      case UPDATE_FAILED -> stack.stable();
      default -> Optional.empty();
    };
  }

  private void update(
      Stack stack, Deployment target, Optional<String> changeSetId, Optional<String> token)
      throws CloudFormationException {
    changeSets.obsolete(stack, changeSetId);
    var described = TemplateParser.parse(target.template()).description();
    begin(
        stack
            .becoming(
                target
                    .with(stack.deployed().resources())
                    .with(stack.deployed().outputs(), stack.deployed().imports()),
                described,
                changeSetId,
                token)
            .withStable(stable(stack)),
        StackStatus.UPDATE_IN_PROGRESS,
        operations::update);
  }

  /// `DeleteStack`. A stack that is not there counts as deleted.
  ///
  /// @param retained resources of a stack in DELETE_FAILED that are to stay
  public synchronized void deleteStack(
      String nameOrId, Set<String> retained, Optional<String> token)
      throws CloudFormationException {
    var found = stacks.find(nameOrId);
    if (found.isEmpty() || found.get().status() == StackStatus.DELETE_COMPLETE) {
      return;
    }
    var stack = found.get();
    if (stack.status() == StackStatus.DELETE_IN_PROGRESS) {
      return;
    }
    if (root(stack).settings().terminationProtection()) {
      throw CloudFormationException.validation(
          "Stack [" + stack.name() + "] cannot be deleted while TerminationProtection is enabled");
    }
    if (stack.status().isBusy()) {
      throw CloudFormationException.validation(
          "Stack [" + stack.id() + "] cannot be deleted while in status " + stack.status());
    }
    if (!retained.isEmpty() && stack.status() != StackStatus.DELETE_FAILED) {
      throw CloudFormationException.validation(
          "Invalid operation on stack ["
              + stack.id()
              + "]. RetainResources can only be used on a stack in DELETE_FAILED status");
    }
    var inUse = new SharedExports(world.store()).inUse(stack);
    if (inUse.isPresent()) {
      tell(stack, stack.status(), inUse);
      return;
    }
    changeSets.removeAll(stack);
    var left = stack.deployed();
    for (var name : retained) {
      var resource = left.resource(name);
      if (resource.isPresent()) {
        left = left.with(resource.get().retained());
      }
    }
    begin(
        stack.with(left).withStable(Optional.empty()).withToken(token),
        StackStatus.DELETE_IN_PROGRESS,
        operations::delete);
  }

  /// `CreateChangeSet`. For a stack that does not exist it makes one that waits in review.
  ///
  /// @param type `CREATE`, `UPDATE` or nothing
  public synchronized ChangeSet createChangeSet(
      String name, Optional<String> type, Optional<String> description, StackRequest request)
      throws CloudFormationException {
    Stacks.checkName("changeSetName", name);
    var existing = stacks.find(request.stackName());
    boolean creates = type.orElse("UPDATE").equals("CREATE");
    if (!creates && (existing.isEmpty() || isInReview(existing.get()))) {
      throw CloudFormationException.validation(
          "Stack [" + request.stackName() + "] does not exist");
    }
    if (creates && existing.isPresent() && !isInReview(existing.get())) {
      throw CloudFormationException.validation(
          "Stack ["
              + request.stackName()
              + "] already exists and cannot be created again with the changeSet ["
              + name
              + "].");
    }
    if (existing.isPresent() && !isInReview(existing.get())) {
      requireUpdatable(existing.get());
    }
    if (existing.isPresent()) {
      var same = changeSets.find(existing.get(), name);
      if (same.isPresent()
          && same.get().token().isPresent()
          && same.get().token().equals(request.token())) {
        return same.get();
      }
      if (same.isPresent()) {
        throw CloudFormationException.of(
            "AlreadyExistsException", 400, "ChangeSet [" + name + "] already exists");
      }
    }
    if (!creates && request.onFailure().filter(OnFailure.DELETE::equals).isPresent()) {
      throw CloudFormationException.validation(
          "OnStackFailure can only be DELETE for a ChangeSet of type CREATE");
    }
    var target = planning.target(request, existing);
    if (existing.isPresent()) {
      return changeSets.create(name, creates, description, request, existing.get(), target);
    }
    Stacks.checkName("stackName", request.stackName());
    var empty =
        newStack(
                request.stackName(),
                target,
                planning.settings(request, StackSettings.DEFAULT),
                Optional.empty())
            .with(Deployment.none());
    var changeSet = changeSets.create(name, true, description, request, empty, target);
    tell(empty, StackStatus.REVIEW_IN_PROGRESS, USER);
    return changeSet;
  }

  private static boolean isInReview(Stack stack) {
    return stack.status() == StackStatus.REVIEW_IN_PROGRESS;
  }

  /// `ExecuteChangeSet`.
  public synchronized void executeChangeSet(
      String nameOrId,
      Optional<String> stackName,
      Optional<OnFailure> onFailure,
      boolean retainExceptOnCreate,
      Optional<String> token)
      throws CloudFormationException {
    var changeSet = stacks.changeSet(nameOrId, stackName);
    var stack = stacks.requireById(changeSet.stackId());
    if (isRepeated(stack, token)) {
      return;
    }
    changeSets.requireExecutable(changeSet);
    if (!changeSet.creates()) {
      requireUpdatable(stack);
    }
    if (onFailure.isPresent() && changeSet.onFailure().isPresent()) {
      throw CloudFormationException.validation(
          "DisableRollback cannot be specified: OnStackFailure was specified for ChangeSet ["
              + changeSet.id()
              + "]");
    }
    var settings =
        new StackSettings(
            onFailure.orElse(changeSet.settings().onFailure()),
            retainExceptOnCreate,
            stack.settings().terminationProtection(),
            stack.settings().policy(),
            changeSet.settings().roleArn(),
            changeSet.settings().notificationArns());
    if (!changeSet.creates()) {
      requireRetry(stack, settings);
    }
    planning.checkNested(changeSet.target(), settings);
    world.store().put(changeSet.with(ExecutionStatus.EXECUTE_IN_PROGRESS));
    if (changeSet.creates()) {
      var described = TemplateParser.parse(changeSet.target().template()).description();
      changeSets.obsolete(stack, Optional.of(changeSet.id()));
      begin(
          stack
              .with(settings)
              .becoming(changeSet.target(), described, Optional.of(changeSet.id()), token)
              .with(Optional.empty(), List.of()),
          StackStatus.CREATE_IN_PROGRESS,
          operations::create);
    } else {
      update(stack.with(settings), changeSet.target(), Optional.of(changeSet.id()), token);
    }
  }

  /// `DeleteChangeSet`.
  public synchronized void deleteChangeSet(String nameOrId, Optional<String> stackName)
      throws CloudFormationException {
    var changeSet = stacks.changeSet(nameOrId, stackName);
    if (changeSet.executionStatus() == ExecutionStatus.EXECUTE_IN_PROGRESS) {
      throw CloudFormationException.of(
          "InvalidChangeSetStatus",
          400,
          "ChangeSet ["
              + changeSet.id()
              + "] cannot be deleted in its current execution status of [EXECUTE_IN_PROGRESS]");
    }
    world.store().removeChangeSet(changeSet.stackId(), changeSet.id());
  }

  /// `ContinueUpdateRollback`.
  public synchronized void continueUpdateRollback(
      String nameOrId, Set<String> skipped, Optional<String> token) throws CloudFormationException {
    var stack = stacks.require(nameOrId);
    requireRoot(stack, "ContinueUpdateRollback");
    if (isRepeated(stack, token)) {
      return;
    }
    if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
      throw CloudFormationException.validation(
          "Stack:"
              + stack.id()
              + " is in "
              + stack.status()
              + " state and can not be continued rolling back.");
    }
    begin(
        stack.withToken(token),
        StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
        rolling -> operations.rollBackUpdate(rolling, skipped));
  }

  /// `CancelUpdateStack`: has an update that is under way taken back.
  public synchronized void cancelUpdateStack(String nameOrId, Optional<String> token)
      throws CloudFormationException {
    var stack = stacks.require(nameOrId);
    requireRoot(stack, "CancelUpdateStack");
    if (isRepeated(stack, token)) {
      return;
    }
    var kept =
        world
            .store()
            .change(
                stack.id(),
                now ->
                    now.status() == StackStatus.UPDATE_IN_PROGRESS && !now.cancelled()
                        ? now.withCancelled(true).withToken(token)
                        : now);
    if (!kept.cancelled() || stack.cancelled()) {
      throw CloudFormationException.validation(
          "CancelUpdateStack cannot be called from current stack status");
    }
  }

  /// `RollbackStack`: takes back a creation or an update that failed and was left as it was.
  ///
  /// @param retainExceptOnCreate whether what was made is deleted in any case
  public synchronized void rollbackStack(
      String nameOrId, boolean retainExceptOnCreate, Optional<String> token)
      throws CloudFormationException {
    var found = stacks.require(nameOrId);
    if (isRepeated(found, token)) {
      return;
    }
    var stack = found.with(found.settings().withRetainExceptOnCreate(retainExceptOnCreate));
    if (!stack.status().isLeft()) {
      throw CloudFormationException.validation(
          "Stack:"
              + stack.id()
              + " is in "
              + stack.status()
              + " state and can not be rolled back.");
    }
    var stable = stack.stable().filter(deployment -> !deployment.isNone());
    if (stable.isEmpty()) {
      begin(stack.withToken(token), StackStatus.ROLLBACK_IN_PROGRESS, operations::rollBackCreation);
      return;
    }
    begin(
        stack.with(stable, stack.retired()).withStable(Optional.empty()).withToken(token),
        StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
        rolling -> operations.rollBackUpdate(rolling, Set.of()));
  }

  /// `DetectStackDrift`.
  ///
  /// @return the id of the detection
  public synchronized String detectStackDrift(String nameOrId) throws CloudFormationException {
    var stack = stacks.require(nameOrId);
    if (!DRIFTING.contains(stack.status())) {
      throw CloudFormationException.validation(
          "Drift detection cannot be performed on stack ["
              + stack.id()
              + "] while it is in "
              + stack.status()
              + " state.");
    }
    var id = world.uuid();
    var begun = new StackDrift(id, stack.id(), false, world.clock().instant(), List.of());
    world.store().put(begun);
    world
        .operations()
        .execute(() -> {
          var found = new DriftDetection(world, stack).run();
          world.store().put(new StackDrift(id, stack.id(), true, world.clock().instant(), found));
        });
    return id;
  }

  /// Goes on with what was under way when the store was last used.
  public synchronized void resume() {
    for (var stack : world.store().stacks()) {
      if (stack.status().isBusy() && !isWithin(stack)) {
        run(stack, operations::resume);
      }
    }
  }

  /// Whether what a stack does is part of what another one does, which goes on with it.
  private boolean isWithin(Stack stack) {
    return stack
        .nesting()
        .flatMap(nesting -> world.store().stack(nesting.parentId()))
        .filter(parent -> parent.status().isBusy())
        .isPresent();
  }

  /// `UpdateTerminationProtection`.
  public synchronized String updateTerminationProtection(String nameOrId, boolean on)
      throws CloudFormationException {
    var stack = stacks.require(nameOrId);
    requireRoot(stack, "UpdateTerminationProtection");
    world
        .store()
        .change(stack.id(), kept -> kept.with(kept.settings().withTerminationProtection(on)));
    return stack.id();
  }

  /// `SetStackPolicy`.
  public synchronized void setStackPolicy(String nameOrId, String document)
      throws CloudFormationException {
    var stack = stacks.require(nameOrId);
    StackPolicy.of(Optional.of(document));
    world
        .store()
        .change(stack.id(), kept -> kept.with(kept.settings().withPolicy(Optional.of(document))));
  }

  private static void requireRoot(Stack stack, String action) throws CloudFormationException {
    if (stack.nesting().isPresent()) {
      throw CloudFormationException.validation(
          action
              + " cannot be called on the nested stack ["
              + stack.id()
              + "]. Call it on its root stack ["
              + stack.nesting().get().rootId()
              + "]");
    }
  }

  /// The stack whose protection is that of all stacks in it.
  private Stack root(Stack stack) {
    return stack.nesting().flatMap(nesting -> world.store().stack(nesting.rootId())).orElse(stack);
  }

  private static boolean isRepeated(Stack stack, Optional<String> token) {
    return token.isPresent() && token.equals(stack.token());
  }

  private static void requireUpdatable(Stack stack) throws CloudFormationException {
    if (stack.status() == StackStatus.CREATE_FAILED
        && stack.settings().onFailure() == OnFailure.DO_NOTHING) {
      throw CloudFormationException.validation(
          "This stack cannot be updated from [CREATE_FAILED] state because it contains [on-failure:"
              + " DO_NOTHING]. Please use disable-rollback option instead during stack creation.");
    }
    if (!stack.status().isUpdatable()) {
      throw CloudFormationException.validation(
          "Stack:" + stack.id() + " is in " + stack.status() + " state and can not be updated.");
    }
  }

  /// An operation on a stack.
  private interface Operation {
    void run(Stack stack) throws CloudFormationException;
  }

  private void begin(Stack stack, StackStatus status, Operation operation) {
    run(tell(stack, status, USER), operation);
  }

  private void run(Stack stack, Operation operation) {
    world
        .operations()
        .execute(() -> {
          try {
            operation.run(stack);
          } catch (CloudFormationException e) {
            // The template was checked before the operation began.
            throw new IllegalStateException("an operation on " + stack.id() + " cannot go on", e);
          }
        });
  }

  private Stack tell(Stack stack, StackStatus status, Optional<String> reason) {
    var now = world.clock().instant();
    var changed = stack.with(status, reason, now);
    world.store().put(changed);
    world.store().add(StackEvent.of(changed, world.uuid(), now));
    return changed;
  }
}
