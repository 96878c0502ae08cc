package dev.landfall.cloudformation.stack;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

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
  private final StackContents contents;

  /// @param retain what the component retains, by logical id
  Removal(
      Stacks stacks, StackAddress address, String component, List<String> retain, Context context) {
    this.stacks = stacks;
    this.client = stacks.client(address);
    this.address = address;
    this.calls = new Calls(stacks.poller(address), address.stack(), component, context);
    this.context = context;
    this.contents = new StackContents(stacks, address, retain);
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
    var changes = new ArrayList<Change>();
    var notes = new ArrayList<String>();
    for (var held : contents.of(live.get())) {
      if (held.isKept()) {
        notes.add(held + " is kept: " + held.reason() + ".");
      } else {
        changes.add(change(held));
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

  private Change change(StackContents.Held held) throws InterruptedException {
    var summary = held.type() + " " + held.physicalId();
    var losses = new ArrayList<Loss>();
    if (held.isSnapshot()) {
      summary += ", after a snapshot";
    } else if (held.type().equals(BUCKET)) {
      var extent = bucket(held.physicalId()).extent();
      if (!extent.isEmpty()) {
        summary += ", emptied before";
        losses.add(new Loss(held.address() + ": the bucket's objects", extent));
      }
    } else {
      Holding.of(held.type(), held.address()).ifPresent(losses::add);
    }
    return new Change(Action.DELETE, held.address(), summary, "", losses);
  }

  private BucketContents bucket(String bucket) {
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
    var now = stacks.describe(address);
    stacks.requireAccount(address, now);
    calls.settleOthers(Set.of(EMPTY));
    int total = plan.changes().size();
    var known = calls.open(DESTROY);
    if (known.isPresent()) {
      var operation = operation(Calls.stackOf(known.get()));
      if (calls.begun(operation)) {
        calls.end(operation, known.get(), total);
        endEmptying();
        return;
      }
      calls.forget(known.get());
    }
    var live = now;
    if (live.isEmpty()) {
      endEmptying();
      return; // it is as it should be
    }
    if (!basis(live).equals(plan.basis())) {
      throw new ProviderException(
          Kind.STALE,
          "Stack " + address.stack() + " is no longer as it was planned.",
          "Plan again.");
    }
    requireUnprotected(live.get());
    requireNoImporters(live.get());
    var all = contents.of(live.get());
    empty(plan, all);
    endEmptying();
    delete(live.get(), all, total);
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
  private void empty(Plan plan, List<StackContents.Held> all)
      throws ProviderException, InterruptedException {
    for (var held : all) {
      var isShown =
          plan.changes().stream()
              .filter(change -> change.address().equals(held.address()))
              .anyMatch(change -> !change.losses().isEmpty());
      if (isShown && !held.isKept() && held.type().equals(BUCKET)) {
        empty(held.physicalId());
      }
    }
  }

  /// Ends what an earlier process had begun to empty and what no plan shows any more.
  private void endEmptying() throws ProviderException, InterruptedException {
    for (var effect : context.journal().open()) {
      if (effect.key().startsWith(EMPTY + " ")) {
        context
            .journal()
            .record(
                List.of(
                    bucket(effect.clue()).extent().isEmpty()
                        ? new Journal.Done(effect.key(), "nothing is left in it")
                        : new Journal.NotDone(effect.key(), "no plan shows it any more")));
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
    bucket(bucket).delete(context);
    journal.record(List.of(new Journal.Done(effect.key(), "")));
  }

  private void delete(LiveStack live, List<StackContents.Held> all, int total)
      throws ProviderException, InterruptedException {
    var leftOut =
        all.stream()
            .filter(StackContents.Held::isLeftOut)
            .map(StackContents.Held::address)
            .toList();
    var effect = calls.effect(DESTROY, live.id(), "delete stack " + address.stack(), live.id());
    var operation = operation(live.id());
    calls.send(
        effect,
        operation,
        DESTROY,
        token ->
            client.deleteStack(
                r -> r.stackName(live.id()).clientRequestToken(token).retainResources(leftOut)));
    if (live.isOnlyPlanned()) {
      context.journal().record(List.of(new Journal.Done(effect.key(), "it held nothing")));
    } else {
      calls.end(operation, effect, total);
    }
  }
}
