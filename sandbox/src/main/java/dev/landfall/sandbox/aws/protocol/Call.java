package dev.landfall.sandbox.aws.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import tools.jackson.databind.node.ObjectNode;

/// A request whose signature is verified.
///
/// @param region of the signature's scope
/// @param wire in which it is written
/// @param body without the marks of a chunked upload
public record Call(
    Request request, Identity identity, String region, Wire wire, Body body, String requestId) {
  /// The account that is called.
  public String account() {
    return identity.account();
  }

  /// The action of the Query protocol, or of JSON; empty when it has none.
  ///
  /// @throws IllegalArgumentException when the form is malformed
  public String action() {
    var target = request.header("X-Amz-Target");
    return wire instanceof Wire.Query || wire instanceof Wire.Ec2 || target.isEmpty()
        ? parameters().text("Action").orElse("")
        : target.get().substring(target.get().lastIndexOf('.') + 1);
  }

  /// What a form holds, and the address's query.
  ///
  /// @throws IllegalArgumentException when the form is malformed
  public Parameters parameters() {
    var pairs = new ArrayList<>(request.query());
    if (request.isForm()) {
      pairs.addAll(Request.pairs(new String(bytes(), UTF_8)));
    }
    return Parameters.of(pairs);
  }

  /// The body as JSON.
  ///
  /// @throws AwsError when it is none
  public ObjectNode json() throws AwsError {
    var json = JsonTexts.object(bytes());
    if (json.isEmpty()) {
      throw Trouble.MALFORMED.on(wire);
    }
    return json.get();
  }

  private byte[] bytes() {
    try {
      return body.bytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Where the client found the server.
  public String endpoint() {
    return "http://" + request.header("Host").orElse("localhost");
  }
}
