package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.HashSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Several requests in one, each of which succeeds or fails on its own.
final class Batches {
  private static final int MOST = 10;

  private Batches() {}

  /// One of them.
  @FunctionalInterface
  interface Entry {
    ObjectNode run(JsonNode entry) throws AwsError;
  }

  static ObjectNode run(JsonNode given, Entry each) throws AwsError {
    var entries = given.path("Entries");
    if (entries.isEmpty()) {
      throw new AwsError(
          "EmptyBatchRequest", 400, "There should be at least one entry in the request.");
    }
    if (entries.size() > MOST) {
      throw new AwsError(
          "TooManyEntriesInBatchRequest",
          400,
          "Maximum number of entries per request are 10. You have sent " + entries.size() + ".");
    }
    var ids = new HashSet<String>();
    for (var entry : entries) {
      var id = entry.path("Id").asString("");
      if (!id.matches("[\\w-]{1,80}")) {
        throw new AwsError(
            "InvalidBatchEntryId",
            400,
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                + " It can be at most 80 letters long.");
      }
      if (!ids.add(id)) {
        throw new AwsError("BatchEntryIdsNotDistinct", 400, "Id " + id + " repeated.");
      }
    }
    var answer = JsonTexts.object();
    var successful = answer.putArray("Successful");
    var failed = answer.putArray("Failed");
    for (var entry : entries) {
      var id = entry.path("Id").asString("");
      try {
        successful.add(each.run(entry).put("Id", id));
      } catch (AwsError e) {
        failed.add(
            JsonTexts.object()
                .put("Id", id)
                .put("SenderFault", e.sender())
                .put("Code", SqsErrors.QUERY_CODES.getOrDefault(e.code(), e.code()))
                .put("Message", e.message()));
      }
    }
    return answer;
  }
}
