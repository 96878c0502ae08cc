package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.TemplateReader;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Change.Loss;
import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import tools.jackson.databind.JsonNode;

/// Deletes a stack: with what lies in its buckets, and without what its deployed template keeps by
/// a deletion policy. For one thread.
final class Removal {
  private static final String DESTROY = "destroy";
  private static final String EMPTY = "empty";
  private static final String BUCKET = "AWS::S3::Bucket";

  /// The address of the stack itself, in whatever region: no resource is called so.
  private static final String STACK = "the stack";

  private static final String GONE = "no stack";
  private static final Comparator<Change> LOSING_FIRST =
      Comparator.comparing((Change change) -> change.losses().isEmpty())
          .thenComparing(Change::address);

  private final Stacks stacks;
  private final CloudFormationClient client;
  private final StackAddress address;
  private final Calls calls;
  private final Context context;

  Removal(Stacks stacks, StackAddress address, String component, Context context) {
    this.stacks = stacks;
    this.client = stacks.client(address);
    this.address = address;
    this.calls = new Calls(stacks.poller(address), address.stack(), component, context);
    this.context = context;
  }

  /// What is deleted with the stack, and what is kept.
  Plan plan() throws ProviderException, InterruptedException {
    var live = stacks.describe(address);
    stacks.requireAccount(address, live);
    if (live.isEmpty()) {
      return new Plan(GONE, List.of(), List.of(), List.of());
    }
    Stacks.requireIdle(address.stack(), live);
    requireUnprotected(live.get());
    var policies = live.get().isOnlyPlanned() ? Map.<String, String>of() : policies(live.get());
    var changes = new ArrayList<Change>();
    var notes = new ArrayList<String>();
    for (var resource : stacks.resources(address, live)) {
      var policy = policies.getOrDefault(resource.logicalResourceId(), "Delete");
      if (isThere(resource)) {
        if (policy.startsWith("Retain")) {
          notes.add(named(resource) + " is kept: its deletion policy is " + policy + ".");
        } else {
          changes.add(change(resource, policy));
        }
      }
    }
    changes.sort(LOSING_FIRST);
    var status = live.get().status();
    changes.add(
        new Change(
            Action.DELETE, STACK, address.stack() + " (" + status + ")", live.get().reason()));
    importers(live.get())
        .forEach((export, importers) ->
            notes.add(
                "Export \""
                    + export
                    + "\" is imported by "
                    + String.join(", ", importers)
                    + ", which have to go first."));
    return new Plan(basis(live), changes, List.of(), notes);
  }

  private static boolean isThere(StackResourceSummary resource) {
    return resource.physicalResourceId() != null
        && !resource.physicalResourceId().isEmpty()
        && !"DELETE_COMPLETE".equals(resource.resourceStatusAsString());
  }

  private static String named(StackResourceSummary resource) {
    return resource.logicalResourceId()
        + " ("
        + resource.resourceType()
        + " "
        + resource.physicalResourceId()
        + ")";
  }

  private Change change(StackResourceSummary resource, String policy) throws InterruptedException {
    var summary = resource.resourceType() + " " + resource.physicalResourceId();
    var losses = new ArrayList<Loss>();
    if (policy.equals("Snapshot")) {
      summary += ", after a snapshot";
    } else if (resource.resourceType().equals(BUCKET)) {
      var extent = contents(resource.physicalResourceId()).extent();
      if (!extent.isEmpty()) {
        summary += ", emptied before";
        losses.add(new Loss(resource.logicalResourceId() + ": the bucket's objects", extent));
      }
    } else {
      Holding.of(resource.resourceType(), resource.logicalResourceId()).ifPresent(losses::add);
    }
    return new Change(Action.DELETE, resource.logicalResourceId(), summary, "", losses);
  }

  private BucketContents contents(String bucket) {
    return new BucketContents(stacks.s3(address), bucket);
  }

  private void requireUnprotected(LiveStack live) throws ProviderException {
    if (live.isProtected()) {
      throw new ProviderException(
          Kind.FAILED,
          "Stack " + address.stack() + " is protected from being deleted.",
          "Write `terminationProtection: false`, deploy that, and destroy it then.");
    }
  }

  /// The deletion policies of the template that is deployed, by logical id.
  private Map<String, String> policies(LiveStack live)
      throws ProviderException, InterruptedException {
    try {
      var text =
          client
              .getTemplate(r -> r.stackName(live.id()).templateStage(TemplateStage.PROCESSED))
              .templateBody();
      var policies = new HashMap<String, String>();
      for (var resource : TemplateReader.read(text).path("Resources").properties()) {
        policies.put(resource.getKey(), policy(resource.getValue()));
      }
      return policies;
    } catch (SdkException e) {
      throw Refusals.of(e, "The template of stack " + address.stack() + " cannot be read");
    } catch (CloudFormationException e) {
      throw new ProviderException(
          Kind.FAILED,
          "What stack " + address.stack() + " keeps cannot be told: " + e.getMessage(),
          "Delete it by the console, or deploy a template that can be read.",
          e);
    }
  }

  /// Source: CloudFormation Template Reference, DeletionPolicy attribute, also for what holds when
  /// there is none.
  private static String policy(JsonNode resource) {
    var type = resource.path("Type").asString("");
    boolean isOfCluster = resource.path("Properties").has("DBClusterIdentifier");
    var otherwise =
        type.equals("AWS::RDS::DBCluster") || (type.equals("AWS::RDS::DBInstance") && !isOfCluster)
            ? "Snapshot"
            : "Delete";
    return resource.path("DeletionPolicy").asString(otherwise);
  }

  /// Who imports what the stack exports, by the names of the exports.
  private Map<String, List<String>> importers(LiveStack live)
      throws ProviderException, InterruptedException {
    var importers = new TreeMap<String, List<String>>();
    try {
      for (var export : live.exports().values()) {
        var names = SharedExports.importers(client, export);
        if (!names.isEmpty()) {
          importers.put(export, names);
        }
      }
      return importers;
    } catch (SdkException e) {
      throw Refusals.of(e, "Who imports what stack " + address.stack() + " exports cannot be read");
    }
  }

  private static String basis(Optional<LiveStack> live) {
    return live.map(
            stack -> Job.digest(List.of(stack.id(), stack.changed().toString(), stack.status())))
        .orElse(GONE);
  }

  /// Carries a plan out.
  void run(Plan plan) throws ProviderException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    calls.settleOthers(Set.of(EMPTY));
    int total = plan.changes().size();
    var known = calls.open(DESTROY);
    if (known.isPresent()) {
      var operation = operation(Calls.stackOf(known.get()));
      if (calls.begun(operation)) {
        calls.end(operation, known.get(), total);
        return;
      }
      calls.forget(known.get());
    }
    var live = stacks.describe(address);
    if (live.isEmpty()) {
      return; // it is as it should be
    }
    if (!basis(live).equals(plan.basis())) {
      throw new ProviderException(
          Kind.STALE,
          "Stack " + address.stack() + " is no longer as it was planned.",
          "Plan again.");
    }
    requireNoImporters(live.get());
    empty(plan, live);
    delete(live.get(), total);
  }

  private Operation operation(String stackId) {
    return calls.operation(DESTROY, stackId, Set.of("DELETE_COMPLETE"));
  }

  private void requireNoImporters(LiveStack live) throws ProviderException, InterruptedException {
    for (var export : importers(live).entrySet()) {
      throw new ProviderException(
          Kind.FAILED,
          "Export \""
              + export.getKey()
              + "\" of stack "
              + address.stack()
              + " is imported by "
              + String.join(", ", export.getValue())
              + ".",
          "Destroy or change those first.");
    }
  }

  /// Empties the buckets whose content the plan showed: only that was confirmed.
  private void empty(Plan plan, Optional<LiveStack> live)
      throws ProviderException, InterruptedException {
    for (var resource : stacks.resources(address, live)) {
      var isShown =
          plan.changes().stream()
              .filter(change -> change.address().equals(resource.logicalResourceId()))
              .anyMatch(change -> !change.losses().isEmpty());
      if (isShown && isThere(resource) && resource.resourceType().equals(BUCKET)) {
        empty(resource.physicalResourceId());
      }
    }
  }

  private void empty(String bucket) throws ProviderException, InterruptedException {
    var effect =
        new Journal.Effect(
            EMPTY + " " + bucket,
            "delete what lies in bucket " + bucket,
            "is bucket " + bucket + " empty?",
            bucket);
    var journal = context.journal();
    if (journal.open().stream().noneMatch(open -> open.key().equals(effect.key()))) {
      journal.record(List.of(new Journal.Begin(effect)));
    }
    contents(bucket).delete(context);
    journal.record(List.of(new Journal.Done(effect.key(), "")));
  }

  private void delete(LiveStack live, int total) throws ProviderException, InterruptedException {
    var effect = calls.effect(DESTROY, live.id(), "delete stack " + address.stack(), live.id());
    var operation = operation(live.id());
    calls.send(
        effect,
        operation,
        DESTROY,
        token -> client.deleteStack(r -> r.stackName(live.id()).clientRequestToken(token)));
    if (live.isOnlyPlanned()) {
      context.journal().record(List.of(new Journal.Done(effect.key(), "it held nothing")));
    } else {
      calls.end(operation, effect, total);
    }
  }
}
