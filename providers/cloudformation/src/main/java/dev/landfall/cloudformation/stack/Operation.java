package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Context;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/// One operation on a stack, known by its client token, followed by its events. For one thread.
final class Operation {
  /// What is told of resources whose work is stopped because another one failed.
  private static final String CANCELLED = "cancelled";

  /// The states of a stack in which nothing is under way.
  static final Set<String> ENDS =
      Set.of(
          "CREATE_COMPLETE",
          "UPDATE_COMPLETE",
          "DELETE_COMPLETE",
          "CREATE_FAILED",
          "ROLLBACK_COMPLETE",
          "ROLLBACK_FAILED",
          "UPDATE_FAILED",
          "UPDATE_ROLLBACK_COMPLETE",
          "UPDATE_ROLLBACK_FAILED",
          "DELETE_FAILED");

  private final Poller poller;
  private final String stackId;
  private final String token;
  private final Set<String> good;
  private boolean ended;

  /// @param stackId the stack's ARN: events of a deleted stack are found by it
  /// @param good the states of the stack that it is to lead to
  Operation(Poller poller, String stackId, String token, Set<String> good) {
    this.poller = poller;
    this.stackId = stackId;
    this.token = token;
    this.good = good;
  }

  /// Whether CloudFormation has begun it.
  boolean hasBegun() throws InterruptedException {
    return !events().isEmpty();
  }

  /// The events of this operation, oldest first.
  private List<StackEvent> events() throws InterruptedException {
    var events = new ArrayList<StackEvent>();
    var isOlder = false;
    String next = null;
    do {
      var from = next;
      var page =
          poller.ask(
              client -> client.describeStackEvents(r -> r.stackName(stackId).nextToken(from)));
      for (var event : page.stackEvents()) {
        if (token.equals(event.clientRequestToken())) {
          events.addFirst(event);
        } else {
          isOlder |= !events.isEmpty();
        }
      }
      next = page.nextToken();
    } while (next != null && !isOlder);
    return events;
  }

  /// Waits for its end.
  ///
  /// @param total how many resources it changes
  /// @throws ProviderException when it failed, with the event that was the cause
  void follow(Context context, int total) throws ProviderException, InterruptedException {
    var seen = new HashSet<String>();
    var finished = new HashSet<String>();
    var waiting = new Waiting();
    while (true) {
      List<StackEvent> events;
      try {
        events = events();
      } catch (SdkException e) {
        Refusals.requireCalled(e);
        throw new ProviderException(
            Kind.FAILED,
            "The events of stack " + stackId + " could not be read: " + Refusals.message(e) + ".",
            "The operation goes on in AWS. Run the same command again: it is followed to its end.",
            e);
      }
      for (var event : events) {
        if (!seen.add(event.eventId())) {
          continue;
        }
        waiting.restart();
        if (!isOfStack(event)) {
          if (event.resourceStatusAsString().endsWith("_COMPLETE")) {
            finished.add(event.logicalResourceId());
          }
          context.progress(told(event), Math.min(finished.size(), total), total);
        }
      }
      var end = end(events);
      if (end.isPresent()) {
        ended = true;
        if (good.contains(end.get().resourceStatusAsString())) {
          return;
        }
        throw failure(end.get(), events);
      }
      waiting.once();
    }
  }

  private static String told(StackEvent event) {
    return event.logicalResourceId() + " " + event.resourceStatusAsString();
  }

  private boolean isOfStack(StackEvent event) {
    return stackId.equals(event.physicalResourceId());
  }

  /// Whether it has come to an end, be it a good one or not.
  boolean hasEnded() {
    return ended;
  }

  private Optional<StackEvent> end(List<StackEvent> events) {
    return events.stream()
        .filter(this::isOfStack)
        .filter(event -> ENDS.contains(event.resourceStatusAsString()))
        .reduce((_, last) -> last);
  }

  private ProviderException failure(StackEvent end, List<StackEvent> events) {
    var status = end.resourceStatusAsString();
    var cause =
        events.stream()
            .filter(event -> !isOfStack(event))
            .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
            .filter(event -> !reason(event).toLowerCase(Locale.ROOT).contains(CANCELLED))
            .findFirst()
            .map(event ->
                event.logicalResourceId()
                    + " ("
                    + event.resourceType()
                    + ") failed: "
                    + reason(event))
            .orElseGet(() -> reason(end));
    return new ProviderException(
        Kind.FAILED, cause + " [stack is in " + status + "]", next(status));
  }

  private static String next(String status) {
    return switch (status) {
      case "UPDATE_ROLLBACK_COMPLETE" ->
          "The stack is as it was before. Mend the cause and deploy again.";
      case "ROLLBACK_COMPLETE" ->
          "What had been created is deleted. Mend the cause and deploy again: the empty stack is"
              + " deleted first.";
      case "DELETE_FAILED" ->
          "What could be deleted is deleted. Mend the cause and run the same command again, or keep"
              + " what cannot be deleted with `retain`.";
      default -> "Mend the cause and deploy again: the plan shows how the stack is recovered.";
    };
  }

  private static String reason(StackEvent event) {
    return event.resourceStatusReason() == null ? "" : event.resourceStatusReason();
  }
}
