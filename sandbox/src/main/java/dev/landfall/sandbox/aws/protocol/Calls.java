package dev.landfall.sandbox.aws.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Calls that one service makes to another for somebody. They are decided, and take faults, like
/// those that come over the network. Threads share it.
@FunctionalInterface
public interface Calls {
  /// @param region in which the service is called
  /// @param service as it stands in the scope of a signature
  /// @param body of at most [Service#bodyLimit]
  Reply call(Identity caller, String region, String service, Request request, byte[] body)
      throws AwsError, IOException, InterruptedException;

  /// A call to a service that speaks JSON.
  ///
  /// @param target such as `AmazonSQS.ReceiveMessage`
  default ObjectNode json(
      Identity caller, String region, String service, String target, ObjectNode given)
      throws AwsError, IOException, InterruptedException {
    var request = Request.of("POST", "/", Map.of("X-Amz-Target", target));
    var reply = call(caller, region, service, request, JsonTexts.bytes(given));
    return JsonTexts.object(bytes(reply)).orElseGet(JsonTexts::object);
  }

  /// The body of an answer.
  static byte[] bytes(Reply reply) throws IOException {
    try (var content = reply.content()) {
      var out = new ByteArrayOutputStream();
      content.writeTo(out);
      return out.toByteArray();
    }
  }
}
