package dev.landfall.sandbox.aws.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.iam.policy.MalformedPolicyException;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import java.net.URLEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// The texts of policies, which are properties as text or as JSON.
final class Documents {
  private Documents() {}

  static String text(JsonNode document) {
    return document.isString()
        ? document.asString()
        : JsonMapper.shared().writeValueAsString(document);
  }

  /// As IAM gives them back.
  static String encoded(JsonNode document) {
    return URLEncoder.encode(text(document), UTF_8).replace("+", "%20");
  }

  /// Takes a text that a client has sent.
  ///
  /// @throws AwsError `MalformedPolicyDocument`
  static JsonNode checked(String text, Policy.Kind kind) throws AwsError {
    check(text, kind);
    return JsonNodeFactory.instance.stringNode(text);
  }

  static void check(JsonNode document, Policy.Kind kind) throws AwsError {
    check(text(document), kind);
  }

  private static void check(String text, Policy.Kind kind) throws AwsError {
    var _ = parse(text, kind);
  }

  static Policy parse(String text, Policy.Kind kind) throws AwsError {
    try {
      return Policy.parse(text, kind);
    } catch (MalformedPolicyException e) {
      throw IamErrors.malformed(e);
    }
  }
}
