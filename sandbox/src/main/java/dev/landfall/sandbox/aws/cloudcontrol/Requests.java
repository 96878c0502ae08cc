package dev.landfall.sandbox.aws.cloudcontrol;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Requests that were carried out. Threads share it.
final class Requests {
  private final Journal journal;
  private final Table<Progress> table;
  private final Clock clock;

  Requests(Journal journal, Clock clock) {
    this.journal = journal;
    this.table = journal.table("cloud-control-requests", Progress.class);
    this.clock = clock;
  }

  /// What a request does.
  @FunctionalInterface
  interface Work {
    /// @return the identifier of the resource
    String run(String token) throws ResourceException;
  }

  Optional<Progress> find(Scope scope, String token) {
    return table
        .get(token)
        .filter(
            one -> one.account().equals(scope.account()) && one.region().equals(scope.region()));
  }

  List<Progress> all(Scope scope) {
    return table.rows().values().stream()
        .filter(one -> one.account().equals(scope.account()) && one.region().equals(scope.region()))
        .sorted(java.util.Comparator.comparingLong(Progress::time).reversed())
        .toList();
  }

  /// Carries a request out, unless its token says that this was done.
  ObjectNode run(Scope scope, ResourceType type, String operation, ObjectNode given, Work work)
      throws AwsError {
    var client = given.path("ClientToken").asString("");
    var token =
        client.isEmpty()
            ? UUID.randomUUID().toString()
            : UUID.nameUUIDFromBytes(
                    (scope.account() + scope.region() + client)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    var request = Digests.hex("SHA-256", JsonTexts.bytes(given));
    var before = table.get(token);
    if (before.isPresent()) {
      if (!before.get().request().equals(request)) {
        throw CloudControlErrors.conflict();
      }
      return answer(before.get());
    }
    var error = "";
    var message = "";
    var identifier = given.path("Identifier").asString("");
    try {
      identifier = work.run(token);
    } catch (ResourceException e) {
      error = e.code();
      message = e.message();
    }
    var progress =
        new Progress(
            scope.account(),
            scope.region(),
            type.name(),
            identifier,
            token,
            operation,
            error,
            message,
            request,
            clock.millis());
    journal.commit(table.put(token, progress));
    return answer(progress);
  }

  private static ObjectNode answer(Progress progress) {
    var answer = JsonTexts.object();
    answer.set("ProgressEvent", progress.json("IN_PROGRESS"));
    return answer;
  }
}
