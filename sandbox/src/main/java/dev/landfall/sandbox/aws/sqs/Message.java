package dev.landfall.sandbox.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.Digests;
import java.util.Map;
import java.util.SortedMap;

/// A message. Immutable; times are in milliseconds since 1970.
///
/// @param sequence in which messages came
/// @param system its system attributes that do not change, by their names
/// @param visibleAt when it may be received
/// @param receipt of the last time that it was received; empty before the first
record Message(
    String id,
    long sequence,
    String body,
    SortedMap<String, MessageAttribute> attributes,
    Map<String, String> system,
    long sent,
    long visibleAt,
    int received,
    long firstReceived,
    String receipt) {
  String group() {
    return system.getOrDefault("MessageGroupId", "");
  }

  String md5() {
    return Digests.hex("MD5", body.getBytes(UTF_8));
  }

  boolean inFlight(long now) {
    return received > 0 && visibleAt > now;
  }

  Message receivedAt(long now, long until, String newReceipt) {
    return new Message(
        id,
        sequence,
        body,
        attributes,
        system,
        sent,
        until,
        received + 1,
        received == 0 ? now : firstReceived,
        newReceipt);
  }

  Message visibleAt(long time) {
    return new Message(
        id, sequence, body, attributes, system, sent, time, received, firstReceived, receipt);
  }

  Message movedTo(long newSequence, long now, Map<String, String> newSystem) {
    return new Message(
        id, newSequence, body, attributes, newSystem, sent, now, received, firstReceived, "");
  }
}
