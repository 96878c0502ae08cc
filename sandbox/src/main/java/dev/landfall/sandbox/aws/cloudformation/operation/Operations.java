package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.SecureReferences;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.cloudformation.template.TemplateParser;
import dev.landfall.sandbox.aws.cloudformation.change.Configured;
import dev.landfall.sandbox.aws.cloudformation.change.Masks;
import dev.landfall.sandbox.aws.cloudformation.change.StackContext;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceStatus;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Runs an operation on a stack from its first event behind "User Initiated" to its last.
public final class Operations {
  private static final String BY_USER = "Rollback requested by user.";

  /// A secret may be a part of another one.
  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

  private static final Optional<String> USER_INITIATED = Optional.of("User Initiated");

  private final World world;
  private final SharedExports exports;

  public Operations(World world) {
    this.world = world;
    this.exports = new SharedExports(world.store());
  }

  /// Creates the resources of a stack that is in CREATE_IN_PROGRESS.
  public void create(Stack stack) throws CloudFormationException {
    var configured = configured(stack, stack.deployed());
    var journal = journal(stack);
    var failure = rollOut(journal, configured, Deployment.none());
    if (failure.isEmpty()) {
      journal.stack(
          StackStatus.CREATE_COMPLETE,
          Optional.empty(),
          current -> current.with(Optional.empty(), List.of()));
      finished(stack, true);
      return;
    }
    finished(stack, false);
    switch (stack.settings().onFailure()) {
      case DO_NOTHING, PRESERVE ->
          journal.stack(
              StackStatus.CREATE_FAILED,
              failure,
              current -> current.with(Optional.empty(), List.of()));
      case DELETE -> {
        journal.stack(
            StackStatus.DELETE_IN_PROGRESS,
            failure.map(text -> sentence(text) + "Delete requested by user."));
        remove(journal);
      }
      case ROLLBACK -> {
        journal.stack(
            StackStatus.ROLLBACK_IN_PROGRESS, failure.map(text -> sentence(text) + BY_USER));
        rollBackCreation(journal);
      }
    }
  }

  private static String sentence(String text) {
    return text.endsWith(". ") ? text : text.endsWith(".") ? text + " " : text + ". ";
  }

  /// Takes back what a creation has made.
  public void rollBackCreation(Stack stack) {
    rollBackCreation(journal(stack));
  }

  private void rollBackCreation(Journal journal) {
    var failed =
        new Removal(world, journal, staysOnRollback(journal), gone(journal))
            .run(journal.stack().deployed().resources().values());
    journal.keep(current ->
        current
            .with(Optional.empty(), List.of())
            .withStable(Optional.empty())
            .withCancelled(false));
    if (failed.isEmpty()) {
      journal.stack(StackStatus.ROLLBACK_COMPLETE, Optional.empty());
    } else {
      journal.stack(StackStatus.ROLLBACK_FAILED, Optional.of(Rollout.list("delete", failed)));
    }
  }

  /// Updates the resources of a stack that is in UPDATE_IN_PROGRESS.
  public void update(Stack stack) throws CloudFormationException {
    var former = stack.former().orElseThrow();
    var configured = configured(stack, stack.deployed());
    var journal = journal(stack);
    var failure = rollOut(journal, configured, former);
    if (failure.isEmpty() && isWithin(stack)) {
      // What it was stays known until the parent has come to its end.
      journal.stack(StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, Optional.empty());
      return;
    }
    if (failure.isEmpty()
        && journal.unlessCancelled(
            StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
            current ->
                current.with(Optional.empty(), current.retired()).withStable(Optional.empty()))) {
      finishUpdate(journal, configured);
      return;
    }
    finished(stack, false);
    boolean cancelled = journal.isCancelled();
    var stable = journal.stack().stable().orElse(former);
    if (!cancelled && stack.settings().onFailure() == OnFailure.PRESERVE) {
      journal.stack(
          StackStatus.UPDATE_FAILED,
          failure,
          current ->
              current
                  .with(actual(current.deployed(), former))
                  .with(Optional.empty(), current.retired())
                  .withStable(Optional.of(stable))
                  .withCancelled(false));
      return;
    }
    takeBack(journal, stable, cancelled ? USER_INITIATED : failure);
  }

  /// Leads an update back to the last state in which the stack was complete.
  private void takeBack(Journal journal, Deployment stable, Optional<String> reason)
      throws CloudFormationException {
    if (stable.isNone()) {
      journal.stack(
          StackStatus.ROLLBACK_IN_PROGRESS, reason, current -> current.withCancelled(false));
      rollBackCreation(journal);
      return;
    }
    journal.stack(
        StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
        reason,
        current ->
            current
                .with(Optional.of(stable), current.retired())
                .withStable(Optional.empty())
                .withCancelled(false));
    rollBackUpdate(journal, stable, Set.of());
  }

  /// Whether an operation on a stack is one of the stack that it is a resource of.
  private boolean isWithin(Stack stack) {
    return stack
        .nesting()
        .flatMap(nesting -> world.store().stack(nesting.parentId()))
        .filter(parent -> parent.status().isBusy())
        .isPresent();
  }

  /// Takes back an update of a nested stack that its parent has not made final.
  public void takeBack(Stack stack) throws CloudFormationException {
    takeBack(journal(stack), stack.former().orElseThrow(), USER_INITIATED);
  }

  /// Makes the updates of nested stacks final.
  private void finishNested(Stack parent) throws CloudFormationException {
    for (var resource : parent.deployed().resources().values()) {
      var nested =
          resource.type().equals(StackEvent.STACK)
              ? world.store().stack(resource.physicalId())
              : Optional.<Stack>empty();
      if (nested.isPresent()
          && nested.get().status() == StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS) {
        var configured = configured(nested.get(), nested.get().deployed());
        var journal = journal(nested.get());
        journal.keep(current -> current.with(Optional.empty(), current.retired()));
        finishUpdate(journal, configured);
      }
    }
  }

  private void finishUpdate(Journal journal, Configured configured) throws CloudFormationException {
    finishNested(journal.stack());
    boolean clean = cleanUp(journal, configured);
    journal.stack(
        StackStatus.UPDATE_COMPLETE,
        clean
            ? Optional.empty()
            : Optional.of("Update successful. One or more resources could not be deleted."));
    finished(journal.stack(), true);
  }

  /// Takes an update back, once more if need be.
  ///
  /// @param skipped resources that are left as they are
  public void rollBackUpdate(Stack stack, Set<String> skipped) throws CloudFormationException {
    rollBackUpdate(journal(stack), stack.former().orElseThrow(), skipped);
  }

  private void rollBackUpdate(Journal journal, Deployment former, Set<String> skipped)
      throws CloudFormationException {
    var rollback = new Rollback(world, journal, former, skipped);
    var superfluous = new ArrayList<>(rollback.superfluous(journal.stack().deployed()));
    // One that was replaced and is restored already is superfluous from an earlier attempt.
    superfluous.addAll(
        journal.stack().retired().stream().filter(resource -> !isOf(former, resource)).toList());
    journal.keep(current -> current.with(Optional.of(former), superfluous));
    var failure = rollback.run();
    if (failure.isPresent()) {
      journal.stack(StackStatus.UPDATE_ROLLBACK_FAILED, failure);
      return;
    }
    journal.keep(current ->
        current
            .with(former.with(restored(current.deployed(), former)))
            .with(Optional.empty(), superfluous));
    journal.stack(StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, Optional.empty());
    finishRollback(journal);
  }

  /// Whether what an operation made stays when the operation is taken back.
  private static Predicate<StackResource> staysOnRollback(Journal journal) {
    return resource ->
        resource.deletionPolicy() == Template.Policy.RETAIN
            && !journal.stack().settings().retainExceptOnCreate();
  }

  private void finishRollback(Journal journal) {
    new Removal(world, journal, staysOnRollback(journal), resource -> {})
        .run(journal.stack().retired());
    journal.keep(current -> current.with(Optional.empty(), List.of()));
    journal.stack(StackStatus.UPDATE_ROLLBACK_COMPLETE, Optional.empty());
  }

  /// Goes on with the operation that a stack was in when its process ended.
  public void resume(Stack stack) throws CloudFormationException {
    switch (stack.status()) {
      case CREATE_IN_PROGRESS -> create(stack);
      case UPDATE_IN_PROGRESS -> update(stack);
      case ROLLBACK_IN_PROGRESS -> rollBackCreation(stack);
      case UPDATE_ROLLBACK_IN_PROGRESS -> rollBackUpdate(stack, Set.of());
      case DELETE_IN_PROGRESS -> delete(stack);
      case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS -> {
        var configured = configured(stack, stack.deployed());
        finishUpdate(journal(stack), configured);
      }
      case UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS -> finishRollback(journal(stack));
      default -> throw new IllegalArgumentException(stack.id() + " is in " + stack.status());
    }
  }

  /// Deletes the resources of a stack that is in DELETE_IN_PROGRESS.
  public void delete(Stack stack) {
    remove(journal(stack));
  }

  private void remove(Journal journal) {
    Predicate<StackResource> keeps = resource -> resource.deletionPolicy().keeps();
    var all = new ArrayList<>(journal.stack().deployed().resources().values());
    all.addAll(journal.stack().retired());
    var failed = new Removal(world, journal, keeps, gone(journal)).run(all);
    if (failed.isEmpty()) {
      journal.keep(current ->
          current
              .with(current.deployed().with(List.of(), List.of()))
              .with(Optional.empty(), List.of()));
      journal.stack(StackStatus.DELETE_COMPLETE, Optional.empty());
    } else {
      journal.stack(StackStatus.DELETE_FAILED, Optional.of(Rollout.list("delete", failed)));
    }
  }

  private Optional<String> rollOut(Journal journal, Configured configured, Deployment former)
      throws CloudFormationException {
    var watched = new SharedExports.Watched(exports);
    var policy = StackPolicy.of(journal.stack().settings().policy());
    for (var resource : former.resources().values()) {
      var denied = policy.denies(resource, "Update:Delete");
      if (denied.isPresent() && !configured.graph().order().contains(resource.logicalId())) {
        return denied;
      }
    }
    var refused = references(configured);
    if (refused.isPresent()) {
      return refused;
    }
    var failure = new Rollout(world, journal, configured, former, watched, policy).run();
    if (failure.isPresent()) {
      journal.keep(current ->
          current.with(current.deployed().with(former.outputs(), both(former, watched))));
      return failure;
    }
    try {
      var outputs = Outputs.of(configured, new Deployed(journal.stack().deployed()), watched);
      var conflict = exports.conflict(journal.stack(), former.outputs(), outputs);
      if (conflict.isPresent()) {
        return conflict;
      }
      journal.keep(current -> current.with(current.deployed().with(outputs, watched.used())));
      return Optional.empty();
    } catch (CloudFormationException e) {
      return Optional.of(e.message());
    }
  }

  /// Why references without a version cannot be followed: that is only found out here.
  private Optional<String> references(Configured configured) {
    var resources = configured.graph().order().stream().map(configured::resource).toList();
    var places =
        resources.stream()
            .flatMap(resource -> SecureReferences.unsupported(resource, false).stream())
            .toList();
    if (!places.isEmpty()) {
      return Optional.of(SecureReferences.refusal(places));
    }
    try {
      world.dynamic().requirePlain(resources, false);
      return Optional.empty();
    } catch (CloudFormationException e) {
      return Optional.of(e.message());
    }
  }

  /// What was imported before, and is by those resources that came to be.
  private static List<String> both(Deployment former, SharedExports.Watched watched) {
    var names = new TreeSet<>(former.imports());
    names.addAll(watched.used());
    return List.copyOf(names);
  }

  /// Removes what the new template no longer has, and what has been replaced.
  private boolean cleanUp(Journal journal, Configured configured) {
    var wanted = Set.copyOf(configured.graph().order());
    var retired = List.copyOf(journal.stack().retired());
    var victims = new ArrayList<>(retired);
    journal.stack().deployed().resources().values().stream()
        .filter(resource -> !wanted.contains(resource.logicalId()))
        .forEach(victims::add);
    Predicate<StackResource> keeps =
        resource ->
            (retired.contains(resource)
                    ? resource.updateReplacePolicy()
                    : resource.deletionPolicy())
                .keeps();
    var failed =
        new Removal(
                world,
                journal,
                keeps,
                resource -> {
                  if (!retired.contains(resource)) {
                    gone(journal).accept(resource);
                  }
                })
            .run(victims);
    journal.keep(current -> current.with(Optional.empty(), List.of()));
    journal.keep(current -> {
      var left = current.deployed();
      for (var name : List.copyOf(left.resources().keySet())) {
        left = wanted.contains(name) ? left : left.without(name);
      }
      return current.with(left);
    });
    return failed.isEmpty();
  }

  private static Consumer<StackResource> gone(Journal journal) {
    return resource ->
        journal.keep(stack ->
            isOf(stack.deployed(), resource)
                ? stack.with(stack.deployed().without(resource.logicalId()))
                : stack);
  }

  private static boolean isOf(Deployment deployment, StackResource resource) {
    return deployment
        .resource(resource.logicalId())
        .filter(now -> now.physicalId().equals(resource.physicalId()))
        .isPresent();
  }

  /// The former resources, with the states that the rollback gave them.
  private static Map<String, StackResource> restored(Deployment reached, Deployment former) {
    var result = new LinkedHashMap<String, StackResource>();
    former
        .resources()
        .forEach((name, resource) -> result.put(name, reached.resource(name).orElse(resource)));
    return result;
  }

  /// Resources whose update failed have the values that they had.
  private static Deployment actual(Deployment reached, Deployment former) {
    var result = reached;
    for (var resource : reached.resources().values()) {
      var old = former.resource(resource.logicalId());
      if (resource.status() == ResourceStatus.UPDATE_FAILED && old.isPresent()) {
        result = result.with(resource.with(old.get().physicalId(), old.get().resource()));
      }
    }
    return result;
  }

  /// Events show no secret of what a stack is, of what it was, or of what it may be led back to.
  private Journal journal(Stack stack) {
    var secrets = new TreeSet<>(LONGEST_FIRST);
    Stream.of(Optional.of(stack.deployed()), stack.former(), stack.stable())
        .flatMap(Optional::stream)
        .filter(deployment -> !deployment.isNone())
        .forEach(deployment -> secrets.addAll(secrets(deployment)));
    return new Journal(world, stack, secrets);
  }

  private static Set<String> secrets(Deployment deployment) {
    try {
      return Masks.secrets(TemplateParser.parse(deployment.template()), deployment.parameters());
    } catch (CloudFormationException e) {
      throw new IllegalStateException("a template that was deployed cannot be read", e);
    }
  }

  private Configured configured(Stack stack, Deployment deployment) throws CloudFormationException {
    return Configured.of(
        TemplateParser.parse(deployment.template()),
        deployment.parameters(),
        new StackContext(
            world.scope(), stack.name(), stack.id(), stack.settings().notificationArns()));
  }

  private void finished(Stack stack, boolean well) {
    for (var changeSet : world.store().changeSets(stack.id())) {
      if (stack.changeSetId().equals(Optional.of(changeSet.id()))
          && changeSet.executionStatus() == ChangeSet.ExecutionStatus.EXECUTE_IN_PROGRESS) {
        world
            .store()
            .put(
                changeSet.with(
                    well
                        ? ChangeSet.ExecutionStatus.EXECUTE_COMPLETE
                        : ChangeSet.ExecutionStatus.EXECUTE_FAILED));
      }
    }
  }
}
