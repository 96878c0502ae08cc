package dev.landfall.sandbox.aws.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How requests and answers are written: what the services' models call their protocol.
public sealed interface Wire {
  /// How an error is written.
  ///
  /// @param requestId under which the client can complain
  Reply error(AwsError error, String requestId);

  /// The header that carries the request's id.
  default String idHeader() {
    return "x-amzn-RequestId";
  }

  /// Form-encoded requests with an `Action`, XML for answers.
  ///
  /// @param namespace of the service's XML
  record Query(String namespace) implements Wire {
    @Override
    public Reply error(AwsError error, String requestId) {
      return Reply.xml(
          error.status(),
          Xml.document(
              "ErrorResponse",
              namespace,
              xml -> {
                xml.element(
                    "Error",
                    inner ->
                        inner
                            .text("Type", error.sender() ? "Sender" : "Receiver")
                            .text("Code", error.code())
                            .text("Message", error.message()));
                xml.text("RequestId", requestId);
              }));
    }
  }

  /// Form-encoded requests with an `Action`, and EC2's own XML for answers.
  ///
  /// @param namespace of the service's XML
  record Ec2(String namespace) implements Wire {
    @Override
    public Reply error(AwsError error, String requestId) {
      return Reply.xml(
          error.status(),
          Xml.document(
              "Response",
              "",
              xml -> {
                xml.element(
                    "Errors",
                    list ->
                        list.element(
                            "Error",
                            inner ->
                                inner.text("Code", error.code()).text("Message", error.message())));
                xml.text("RequestID", requestId);
              }));
    }
  }

  /// JSON whose action is in the header `X-Amz-Target`.
  ///
  /// @param version `1.0` or `1.1`
  /// @param prefix of the types of errors, such as `com.amazonaws.sqs`
  /// @param queryCodes the codes that clients of the Query protocol know, by the type of the error;
  ///   empty for services that never had that protocol
  record Json(String version, String prefix, Optional<Map<String, String>> queryCodes)
      implements Wire {
    @Override
    public Reply error(AwsError error, String requestId) {
      var headers = new LinkedHashMap<String, String>();
      headers.put("Content-Type", "application/x-amz-json-" + version);
      queryCodes.ifPresent(codes ->
          headers.put(
              "x-amzn-query-error",
              codes.getOrDefault(error.code(), commonCode(error.code()))
                  + ";"
                  + (error.sender() ? "Sender" : "Receiver")));
      return new Reply(
          error.status(),
          headers,
          Content.of(
              JsonTexts.object()
                  .put("__type", prefix + "#" + error.code())
                  .put("message", error.message())));
    }

    private static String commonCode(String code) {
      for (var trouble : Trouble.values()) {
        if (trouble.on(new RestJson()).code().equals(code)) {
          return trouble.queryCode();
        }
      }
      return code;
    }
  }

  /// JSON whose action is told by method and path.
  record RestJson() implements Wire {
    @Override
    public Reply error(AwsError error, String requestId) {
      var headers = new LinkedHashMap<String, String>();
      headers.put("Content-Type", "application/json");
      headers.put("x-amzn-ErrorType", error.code());
      return new Reply(
          error.status(),
          headers,
          Content.of(
              JsonTexts.object()
                  .put("Type", error.sender() ? "User" : "Service")
                  .put("message", error.message())));
    }
  }

  /// XML whose action is told by method, path and query: S3.
  record RestXml() implements Wire {
    @Override
    public Reply error(AwsError error, String requestId) {
      if (error.status() == 304) {
        return Reply.empty(304);
      }
      return Reply.xml(
          error.status(),
          Xml.document(
              "Error",
              "",
              xml -> {
                xml.text("Code", error.code()).text("Message", error.message());
                error.details().forEach(xml::text);
                xml.text("RequestId", requestId).text("HostId", requestId);
              }));
    }

    @Override
    public String idHeader() {
      return "x-amz-request-id";
    }
  }
}
