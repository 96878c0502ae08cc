package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/// The calls that begin operations on one stack. CloudFormation takes a client token once, and
/// tells it with each event: so what a killed process has begun is found, and nothing is begun
/// twice. For one thread.
final class Calls {
  private static final String NO_EVENT = "no event has its token";

  private final Poller poller;
  private final String stack;
  private final String component;
  private final Context context;

  /// @param stack the stack's name
  Calls(Poller poller, String stack, String component, Context context) {
    this.poller = poller;
    this.stack = stack;
    this.component = component;
    this.context = context;
  }

  /// A call that begins an operation.
  @FunctionalInterface
  interface Call {
    void send(String token);
  }

  /// Names an operation to CloudFormation: the same when the rollout is resumed. At most 128
  /// letters, digits and hyphens.
  private String token(String kind) {
    return (kind + "-" + context.rollout() + "-" + component).replaceAll("[^A-Za-z0-9-]", "-");
  }

  /// An operation of this rollout.
  ///
  /// @param good the states of the stack that it is to lead to
  Operation operation(String kind, String stackId, Set<String> good) {
    return new Operation(poller, stackId, token(kind), good);
  }

  /// What the journal is told of a call.
  ///
  /// @param kind the first word of its key
  /// @param detail the rest of its key
  Journal.Effect effect(String kind, String detail, String what, String stackId) {
    return new Journal.Effect(
        kind + " " + detail,
        what,
        "has stack " + stack + " events with the client request token " + token(kind) + "?",
        stackId + " " + token(kind));
  }

  /// The call of a kind that this rollout has announced, and whose end nobody recorded.
  Optional<Journal.Effect> open(String kind) {
    return context.journal().open().stream()
        .filter(effect -> effect.key().startsWith(kind + " "))
        .filter(effect -> effect.clue().endsWith(" " + token(kind)))
        .findFirst();
  }

  /// The stack that an announced call is about: a deleted one is found by its id alone.
  static String stackOf(Journal.Effect effect) {
    return effect.clue().split(" ", 2)[0];
  }

  /// Finds out what became of effects that earlier rollouts announced. None of them is under way
  /// any more: the stack would be busy.
  ///
  /// @param repeated the first words of the keys of effects that are no operations, and that this
  ///   rollout does anew
  void settleOthers(Set<String> repeated) throws ProviderException, InterruptedException {
    for (var effect : context.journal().open()) {
      var kind = effect.key().split(" ", 2)[0];
      var clue = effect.clue().split(" ", 2);
      if (clue.length == 2 && !clue[1].equals(token(kind))) {
        var isBegun = begun(new Operation(poller, clue[0], clue[1], Set.of()));
        record(
            isBegun
                ? new Journal.Done(effect.key(), "found in the stack's events")
                : new Journal.NotDone(effect.key(), NO_EVENT));
      } else if (clue.length < 2 && !repeated.contains(kind)) {
        record(new Journal.NotDone(effect.key(), "another rollout took its place"));
      }
    }
  }

  /// Finds out what became of a call of this rollout that its plan, made anew, no longer has.
  void settleOwn(String kind) throws ProviderException, InterruptedException {
    var effect = open(kind);
    if (effect.isPresent()) {
      var operation = operation(kind, stackOf(effect.get()), Set.of());
      record(
          begun(operation)
              ? new Journal.Done(effect.get().key(), "found in the stack's events")
              : new Journal.NotDone(effect.get().key(), NO_EVENT));
    }
  }

  /// Waits for the end of an operation of this rollout that an earlier process has begun, whatever
  /// comes of it: the stack tells that afterwards.
  ///
  /// @return false when it has begun none
  boolean awaitOwn(String kind, String stackId) throws ProviderException, InterruptedException {
    var operation = operation(kind, stackId, Operation.ENDS);
    if (!begun(operation)) {
      return false;
    }
    operation.follow(context, 0);
    return true;
  }

  /// Forgets an announced call that has begun nothing.
  void forget(Journal.Effect effect) throws ProviderException, InterruptedException {
    record(new Journal.NotDone(effect.key(), NO_EVENT));
  }

  private void record(Journal.Entry entry) throws ProviderException, InterruptedException {
    context.journal().record(List.of(entry));
  }

  /// Announces a call and sends it. Whether one whose answer was lost has begun anything is asked
  /// of the events.
  void send(Journal.Effect effect, Operation operation, String kind, Call call)
      throws ProviderException, InterruptedException {
    record(new Journal.Begin(effect));
    try {
      call.send(token(kind));
    } catch (SdkException e) {
      Refusals.requireCalled(e);
      var isRefused = !Refusals.code(e).isEmpty();
      if (isRefused || !begun(operation)) {
        record(new Journal.NotDone(effect.key(), Refusals.message(e)));
        throw Refusals.of(e, "Stack " + stack + " was not changed");
      }
    }
  }

  /// Follows an operation to its end, and records that it took place, whatever came of it.
  void end(Operation operation, Journal.Effect effect, int total)
      throws ProviderException, InterruptedException {
    try {
      operation.follow(context, total);
    } catch (ProviderException e) {
      if (operation.hasEnded()) {
        record(new Journal.Done(effect.key(), "failed"));
      }
      throw e;
    }
    record(new Journal.Done(effect.key(), ""));
  }

  /// Whether CloudFormation has begun an operation.
  boolean begun(Operation operation) throws ProviderException, InterruptedException {
    try {
      return operation.hasBegun();
    } catch (SdkException e) {
      Refusals.requireCalled(e);
      if (Refusals.isMissingStack(e)) {
        return false; // whatever has begun there would be found for three months
      }
      throw new ProviderException(
          Kind.IN_DOUBT,
          "The events of stack " + stack + " cannot be read: " + Refusals.message(e) + ".",
          "Run the same command again when AWS answers: it is asked what became of the call.",
          e);
    }
  }
}
