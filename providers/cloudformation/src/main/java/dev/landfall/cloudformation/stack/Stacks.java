package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.TemplateReader;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Change.Loss;
import dev.landfall.spi.Context;
import dev.landfall.spi.Inspection;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import software.amazon.awssdk.services.s3.S3Client;

/// Plans, changes and observes stacks. Threads may share it.
public final class Stacks implements AutoCloseable {
  private static final String UNCHECKED =
      "The properties of the stack's resources are not compared with what the template says.";
  private static final String LATER =
      "What the template changes can be planned when the stack is recovered: deploy again then.";

  private final Settled settled = new Settled();
  private @Nullable Aws aws;

  /// Plans a stack by a change set, which is kept to be executed.
  public Plan plan(Job job, Context context) throws ProviderException, InterruptedException {
    var look = look(job, context);
    var isOnlyRecovered = Recovery.of(look.live()).filter(r -> !r.deletes()).isPresent();
    return new Plan(
        look.basis(), look.changes(), List.of(), isOnlyRecovered ? List.of(LATER) : List.of());
  }

  Look look(Job job, Context context) throws ProviderException, InterruptedException {
    var look = lookAtTemplate(job, context);
    if (Recovery.of(look.live()).filter(recovery -> !recovery.deletes()).isPresent()) {
      return look;
    }
    var isNew = Recovery.of(look.live()).isPresent();
    try {
      var changes = new ArrayList<>(look.changes());
      changes.addAll(protection(job).changes(isNew ? Optional.empty() : look.live()));
      return new Look(look.live(), look.basis(), changes, look.changeSet());
    } catch (SdkException e) {
      throw Refusals.of(e, "The policy of stack " + job.stack() + " cannot be read");
    }
  }

  private Look lookAtTemplate(Job job, Context context)
      throws ProviderException, InterruptedException {
    var live = describe(job.address());
    requireAccount(job.address(), live);
    if (live.isPresent() && live.get().isBusy()) {
      var calls = new Calls(poller(job.address()), job.stack(), job.desired().component(), context);
      if (calls.begun(calls.operation(Deployment.CHANGE, live.get().id(), Set.of()))) {
        return new Look(live, basis(live), List.of(), ""); // its apply follows it
      }
      if (calls.awaitOwn(Deployment.RECOVER, live.get().id())) {
        return lookAtTemplate(job, context);
      }
    }
    requireIdle(job.stack(), live);
    var basis = basis(live);
    var recovery = Recovery.of(live);
    if (recovery.isPresent()) {
      var changes = new ArrayList<Change>();
      changes.add(recovery.get().change(job.stack(), live.orElseThrow(), losses(job, live)));
      if (recovery.get().deletes()) {
        changes.addAll(fromTemplate(job));
      }
      return new Look(live, basis, changes, "");
    }
    if (!job.unknownParameters().isEmpty()) {
      var isNew = live.isEmpty() || live.get().isOnlyPlanned();
      return new Look(live, basis, isNew ? fromTemplate(job) : List.of(), "");
    }
    if (live.isPresent() && settled.isKnown(job, live.get(), context)) {
      return new Look(live, basis, List.of(), "");
    }
    if (live.isPresent() && isOnlyReleased(job, live.get(), basis, context)) {
      settled.remember(job, live.get(), context);
      return new Look(live, basis, List.of(), "");
    }
    var name = job.changeSet(basis);
    var changeSets = new ChangeSets(this, uploads(job, context), job);
    var described = changeSets.obtain(name, live);
    if (isOnlyNested(job, live, described)) {
      changeSets.delete(name);
      live.ifPresent(stack -> settled.remember(job, stack, context));
      return new Look(live, basis, List.of(), "");
    }
    if (described.isEmpty()) {
      live.ifPresent(stack -> settled.remember(job, stack, context));
      return new Look(live, basis, List.of(), "");
    }
    if (!described.isExecutable()) {
      throw new ProviderException(
          Kind.STALE,
          "Change set " + name + " of stack " + job.stack() + " can no longer be executed.",
          "Plan again.");
    }
    requireNoImporters(job, live, described);
    return new Look(live, basis, Changes.of(described.resources(), tags(job, live)), name);
  }

  /// Whether a change set shows nested stacks only because it always does. What their templates say
  /// is part of their addresses, when they lie beside the component's.
  private boolean isOnlyNested(Job job, Optional<LiveStack> live, ChangeSets.Described described)
      throws ProviderException, InterruptedException {
    return live.isPresent()
        && !described.resources().isEmpty()
        && tags(job, live).isEmpty()
        && described.resources().stream()
            .allMatch(resource ->
                job.packaged().nested().contains(resource.logicalResourceId())
                    && !resource.details().isEmpty()
                    && resource.details().stream()
                        .allMatch(detail -> detail.changeSource() == ChangeSource.AUTOMATIC))
        && isDeployed(job, live.get());
  }

  /// Whether the template is the deployed one: no change set tells that only outputs differ.
  private boolean isDeployed(Job job, LiveStack live)
      throws ProviderException, InterruptedException {
    try {
      var deployed =
          client(job.address())
              .getTemplate(r -> r.stackName(live.id()).templateStage(TemplateStage.ORIGINAL))
              .templateBody();
      return TemplateReader.read(deployed).equals(TemplateReader.read(job.packaged().body()));
    } catch (SdkException e) {
      throw Refusals.of(e, "The template of stack " + job.stack() + " cannot be read");
    } catch (CloudFormationException e) {
      return false; // then the change set is executed
    }
  }

  /// @throws ProviderException when somebody's operation is under way
  static void requireIdle(String stack, Optional<LiveStack> live) throws ProviderException {
    if (live.isPresent() && live.get().isBusy()) {
      throw new ProviderException(
          Kind.HELD,
          "Stack " + stack + " is in " + live.get().status() + ": somebody works on it.",
          "Wait until that is done, then run the same command again.");
    }
  }

  /// Whether nothing but the release is another one, which a change set that keeps the old one
  /// tells.
  private boolean isOnlyReleased(Job job, LiveStack live, String basis, Context context)
      throws ProviderException, InterruptedException {
    var before = Optional.ofNullable(live.tags().get(Job.RELEASE));
    if (live.isOnlyPlanned() || before.equals(job.release())) {
      return false;
    }
    var same = job.marked(before);
    var changeSets = new ChangeSets(this, uploads(job, context), same);
    var name = same.changeSet(basis);
    var described = changeSets.obtain(name, Optional.of(live));
    if (described.isEmpty()) {
      return true;
    }
    changeSets.delete(name);
    return isOnlyNested(same, Optional.of(live), described);
  }

  /// How the stack's tags change, one line each.
  private static List<String> tags(Job job, Optional<LiveStack> live) {
    var before = live.filter(stack -> !stack.isOnlyPlanned()).map(LiveStack::tags).orElse(Map.of());
    var after = job.tags();
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name ->
            name
                + ": "
                + before.getOrDefault(name, "(none)")
                + " -> "
                + after.getOrDefault(name, "(none)"))
        .toList();
  }

  /// @throws ProviderException when other stacks import what the change set takes away
  private void requireNoImporters(Job job, Optional<LiveStack> live, ChangeSets.Described described)
      throws ProviderException, InterruptedException {
    if (live.isEmpty()) {
      return;
    }
    List<Problem> problems;
    try {
      problems =
          new SharedExports(client(job.address()), job, live.get(), described.resources())
              .problems();
    } catch (SdkException e) {
      throw Refusals.of(e, "Who imports what stack " + job.stack() + " exports cannot be read");
    }
    if (!problems.isEmpty()) {
      throw new ProviderException(problems);
    }
  }

  /// All that a template names, for a plan that no change set can show.
  private static List<Change> fromTemplate(Job job) {
    return new TreeMap<>(job.template().resources())
        .entrySet().stream()
            .map(entry -> new Change(Action.CREATE, entry.getKey(), entry.getValue(), ""))
            .toList();
  }

  private List<Loss> losses(Job job, Optional<LiveStack> live)
      throws ProviderException, InterruptedException {
    var losses = new ArrayList<Loss>();
    for (var resource : resources(job.address(), live)) {
      if (!"DELETE_COMPLETE".equals(resource.resourceStatusAsString())) {
        Holding.of(resource.resourceType(), resource.logicalResourceId()).ifPresent(losses::add);
      }
    }
    return losses;
  }

  /// What a plan rests on: which operation was the stack's last.
  static String basis(Optional<LiveStack> live) {
    return live.filter(stack -> !stack.isOnlyPlanned())
        .map(stack -> Job.digest(List.of(stack.id(), stack.changed().toString(), stack.status())))
        .orElse("no stack");
  }

  /// Carries a plan out.
  public Outputs apply(Plan plan, Job job, Context context)
      throws ProviderException, InterruptedException {
    new Deployment(this, client(job.address()), job, plan, context).run();
    var live = describe(job.address());
    if (live.isPresent()
        && live.get().isChangeable()
        && Recovery.of(plan).filter(recovery -> !recovery.deletes()).isEmpty()) {
      settled.remember(job, live.get(), context);
    }
    return outputs(live);
  }

  /// Plans to delete a stack, whatever its component's template has become.
  ///
  /// @param component that the stack belongs to
  /// @param retain what it retains, by logical id
  public Plan planRemoval(
      StackAddress address, String component, List<String> retain, Context context)
      throws ProviderException, InterruptedException {
    return new Removal(this, address, component, retain, context).plan();
  }

  /// Carries such a plan out.
  public void remove(
      Plan plan, StackAddress address, String component, List<String> retain, Context context)
      throws ProviderException, InterruptedException {
    new Removal(this, address, component, retain, context).run(plan);
  }

  /// Looks at a stack.
  public Observation observe(Job job) throws ProviderException, InterruptedException {
    var live = existing(job);
    return observe(job, live, resources(job.address(), live));
  }

  private Optional<LiveStack> existing(Job job) throws ProviderException, InterruptedException {
    var live = describe(job.address()).filter(stack -> !stack.isOnlyPlanned());
    requireAccount(job.address(), live);
    return live;
  }

  private Observation observe(
      Job job, Optional<LiveStack> live, List<StackResourceSummary> resources)
      throws ProviderException, InterruptedException {
    var items = new HashMap<String, String>();
    try {
      live.ifPresent(stack -> {
        items.put("stack " + job.stack(), "parameters " + new TreeMap<>(stack.parameters()));
        items.putAll(protection(job).observed(stack));
      });
    } catch (SdkException e) {
      throw Refusals.of(e, "The policy of stack " + job.stack() + " cannot be read");
    }
    for (var resource : resources) {
      items.put(
          resource.logicalResourceId(),
          resource.resourceType() + " " + resource.physicalResourceId());
    }
    return new Observation(items, outputs(live), List.of(UNCHECKED));
  }

  /// Looks more closely: CloudFormation compares the resources with the template.
  public Inspection inspect(Job job) throws ProviderException, InterruptedException {
    var live = existing(job);
    var resources = resources(job.address(), live);
    var observation = observe(job, live, resources);
    return live.isEmpty()
        ? new Inspection(observation, List.of())
        : new DriftDetection(this, job, live.get().id()).run(observation, resources);
  }

  List<StackResourceSummary> resources(StackAddress address, Optional<LiveStack> live)
      throws ProviderException, InterruptedException {
    if (live.isEmpty()) {
      return List.of();
    }
    try {
      return client(address)
          .listStackResourcesPaginator(r -> r.stackName(live.get().id()))
          .stackResourceSummaries()
          .stream()
          .toList();
    } catch (SdkException e) {
      throw Refusals.of(e, "The resources of stack " + address.stack() + " cannot be read");
    }
  }

  private static Outputs outputs(Optional<LiveStack> live) {
    return live.map(stack -> new Outputs(new HashMap<>(stack.outputs()))).orElse(Outputs.NONE);
  }

  Optional<LiveStack> describe(StackAddress address)
      throws ProviderException, InterruptedException {
    try {
      return client(address).describeStacks(r -> r.stackName(address.stack())).stacks().stream()
          .map(LiveStack::of)
          .findFirst();
    } catch (SdkException e) {
      if (Refusals.isMissingStack(e)) {
        return Optional.empty();
      }
      throw Refusals.of(e, "Stack " + address.stack() + " cannot be read");
    }
  }

  /// The stack, which must be there: its change set was described.
  LiveStack require(Job job) throws ProviderException, InterruptedException {
    var live = describe(job.address());
    if (live.isEmpty()) {
      throw new ProviderException(
          Kind.STALE, "Stack " + job.stack() + " was deleted meanwhile.", "Plan again.");
    }
    return live.get();
  }

  /// @throws ProviderException when the credentials are those of another account
  void requireAccount(StackAddress address, Optional<LiveStack> live)
      throws ProviderException, InterruptedException {
    var connection = address.connection();
    if (connection.account().isEmpty()) {
      return;
    }
    var wanted = connection.account().get();
    var seen = live.map(LiveStack::id).flatMap(Aws::accountOf);
    var account = seen.isPresent() ? seen.get() : aws().account(connection);
    if (!account.equals(wanted)) {
      throw new ProviderException(
          Kind.INVALID,
          "The credentials belong to account " + account + "; the blueprint says " + wanted + ".",
          "Give the credentials of account " + wanted + ", or correct `account`.");
    }
  }

  Poller poller(StackAddress address) {
    return aws().poller(address.connection());
  }

  S3Client s3(StackAddress address) {
    return aws().s3(address.connection());
  }

  private Protection protection(Job job) {
    return new Protection(client(job.address()), job);
  }

  private Uploads uploads(Job job, Context context) {
    return new Uploads(() -> aws().s3(job.settings().connection()), job, context);
  }

  CloudFormationClient client(StackAddress address) {
    return aws().cloudFormation(address.connection());
  }

  /// Made when it is first needed: the SDK costs a start that most commands need not pay.
  private synchronized Aws aws() {
    var known = aws;
    if (known == null) {
      known = new Aws();
      aws = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (aws != null) {
      aws.close();
    }
  }
}
