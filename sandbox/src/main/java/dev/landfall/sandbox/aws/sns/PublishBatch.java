package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// Several messages in one request, each of which succeeds or fails on its own.
final class PublishBatch {
  private static final int MOST = 10;

  private final Publishing publishing;
  private final Deliveries deliveries;

  PublishBatch(Publishing publishing, Deliveries deliveries) {
    this.publishing = publishing;
    this.deliveries = deliveries;
  }

  /// What became of one.
  ///
  /// @param error empty when it was published
  private record Outcome(String id, String messageId, String sequence, List<AwsError> error) {}

  /// Publishes them.
  ///
  /// @return writes the answer
  java.util.function.Consumer<Xml> run(Topic topic, Parameters given) throws AwsError {
    var entries = given.structures("PublishBatchRequestEntries");
    if (entries.isEmpty()) {
      throw SnsErrors.of("EmptyBatchRequest", "The batch request doesn't contain any entries.");
    }
    if (entries.size() > MOST) {
      throw SnsErrors.of(
          "TooManyEntriesInBatchRequest",
          "The batch request contains more entries than permissible.");
    }
    var ids = new HashSet<String>();
    for (var entry : entries) {
      var id = entry.text("Id").orElse("");
      if (!id.matches("[\\w-]{1,80}")) {
        throw SnsErrors.of(
            "InvalidBatchEntryId",
            "The Id of a batch entry in a batch request doesn't abide by the specification.");
      }
      if (!ids.add(id)) {
        throw SnsErrors.of(
            "BatchEntryIdsNotDistinct",
            "Two or more batch entries in the request have the same Id.");
      }
    }
    var outcomes = new ArrayList<Outcome>();
    for (var entry : entries) {
      outcomes.add(one(topic, entry));
    }
    return xml -> write(xml, topic, outcomes);
  }

  private Outcome one(Topic topic, Parameters entry) {
    var id = entry.text("Id").orElse("");
    try {
      var read = publishing.read(topic, entry);
      return new Outcome(
          id, read.notice().id(), sequence(deliveries.publish(topic, read)), List.of());
    } catch (AwsError e) {
      return new Outcome(id, "", "", List.of(e));
    }
  }

  static String sequence(long number) {
    return String.format(Locale.ROOT, "%020d", number);
  }

  private static void write(Xml xml, Topic topic, List<Outcome> outcomes) {
    xml.element(
        "Successful",
        list ->
            outcomes.stream()
                .filter(one -> one.error().isEmpty())
                .forEach(one ->
                    list.element(
                        "member",
                        item -> {
                          item.text("Id", one.id()).text("MessageId", one.messageId());
                          if (topic.fifo()) {
                            item.text("SequenceNumber", one.sequence());
                          }
                        })));
    xml.element(
        "Failed",
        list ->
            outcomes.forEach(one ->
                one.error()
                    .forEach(error ->
                        list.element(
                            "member",
                            item ->
                                item.text("Id", one.id())
                                    .text("Code", error.code())
                                    .text("Message", error.message())
                                    .text("SenderFault", error.sender())))));
  }
}
