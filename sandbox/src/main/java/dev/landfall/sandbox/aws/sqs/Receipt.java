package dev.landfall.sandbox.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/// By which whoever received a message names it.
///
/// @param mark of the time that it was received
record Receipt(String id, long sequence, String mark) {
  String handle() {
    return Base64.getEncoder().encodeToString((id + " " + sequence + " " + mark).getBytes(UTF_8));
  }

  static Receipt read(JsonNode given) throws AwsError {
    var handle = given.path("ReceiptHandle").asString("");
    if (handle.isEmpty()) {
      throw SqsErrors.missing("ReceiptHandle");
    }
    try {
      var parts = new String(Base64.getDecoder().decode(handle), UTF_8).split(" ", -1);
      if (parts.length == 3) {
        return new Receipt(parts[0], Long.parseLong(parts[1]), parts[2]);
      }
    } catch (IllegalArgumentException e) {
      throw invalid(handle);
    }
    throw invalid(handle);
  }

  private static AwsError invalid(String handle) {
    return new AwsError(
        "ReceiptHandleIsInvalid",
        404,
        "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
  }
}
