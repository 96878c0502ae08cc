package dev.landfall.sandbox.aws.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// An answer.
///
/// @param headers in the order in which they are sent
public record Reply(int status, Map<String, String> headers, Content content) {
  private static final String TYPE = "Content-Type";

  public static Reply empty(int status) {
    return new Reply(status, Map.of(), Content.of(new byte[0]));
  }

  public static Reply empty(int status, Map<String, String> headers) {
    return new Reply(status, headers, Content.of(new byte[0]));
  }

  static Reply xml(int status, String document) {
    return new Reply(status, Map.of(TYPE, "text/xml"), Content.of(document));
  }

  /// REST-XML.
  ///
  /// @param document from [Xml#document]
  public static Reply document(String document) {
    return new Reply(200, Map.of(TYPE, "application/xml"), Content.of(document));
  }

  /// What an action of the Query protocol gives back.
  ///
  /// @param content the members of the result
  public static Reply result(Call call, Consumer<Xml> content) {
    if (call.wire() instanceof Wire.Ec2(var namespace)) {
      return xml(
          200,
          Xml.document(
              call.action() + "Response",
              namespace,
              xml -> content.accept(xml.text("requestId", call.requestId()))));
    }
    return query(call, xml -> xml.element(call.action() + "Result", content));
  }

  /// An action of the Query protocol that gives nothing back.
  public static Reply done(Call call) {
    return query(call, xml -> {});
  }

  private static Reply query(Call call, Consumer<Xml> result) {
    var namespace = call.wire() instanceof Wire.Query(var name) ? name : "";
    return xml(
        200,
        Xml.document(
            call.action() + "Response",
            namespace,
            xml -> {
              result.accept(xml);
              xml.element("ResponseMetadata", inner -> inner.text("RequestId", call.requestId()));
            }));
  }

  /// What an action of a JSON protocol gives back.
  public static Reply json(Call call, JsonNode document) {
    var type =
        call.wire() instanceof Wire.Json json
            ? "application/x-amz-json-" + json.version()
            : "application/json";
    return new Reply(200, Map.of(TYPE, type), Content.of(document));
  }

  /// The same with a header more.
  public Reply with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, content);
  }
}
