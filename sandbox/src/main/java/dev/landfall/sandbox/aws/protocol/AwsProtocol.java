package dev.landfall.sandbox.aws.protocol;

import com.sun.net.httpserver.HttpExchange;
import dev.landfall.sandbox.network.Faults;
import dev.landfall.sandbox.network.Faults.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes requests to the service they are signed for, and its answers back. Threads share it.
public final class AwsProtocol implements Calls {
  private static final Wire PLAIN_XML = new Wire.RestXml();
  private static final long MOST_SKIPPED = 64L * 1024 * 1024;

  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Verifier verifier;
  private final Authorizer authorizer;
  private final Faults faults;
  private final Path folder;
  private final Supplier<String> ids;

  /// @param folder for large bodies; temporary
  /// @param ids of requests
  public AwsProtocol(
      List<Service> services,
      Keys keys,
      Authorizer authorizer,
      Faults faults,
      Clock clock,
      Path folder,
      Supplier<String> ids) {
    services.forEach(service -> this.services.put(service.name(), service));
    this.verifier = new Verifier(keys, authorizer, clock, folder);
    this.authorizer = authorizer;
    this.folder = folder;
    this.faults = faults;
    this.ids = ids;
  }

  /// Answers a request.
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var id = ids.get();
      var answered = answer(exchange, id);
      if (answered.isEmpty()) {
        return;
      }
      // A client that is still sending would not hear the answer.
      exchange.getRequestBody().skip(MOST_SKIPPED);
      send(exchange, answered.get(), id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Answer answer, String id) throws IOException {
    try (var content = answer.reply().content()) {
      var reply = answer.reply();
      var headers = exchange.getResponseHeaders();
      reply.headers().forEach(headers::set);
      headers.set(answer.wire().idHeader(), id);
      headers.set("Server", "Landfall");
      if (exchange.getRequestMethod().equals("HEAD")) {
        if (reply.status() < 300) {
          headers.putIfAbsent("Content-Length", List.of(Long.toString(content.length())));
        }
        exchange.sendResponseHeaders(reply.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(reply.status(), content.length() == 0 ? -1 : content.length());
      if (content.length() > 0) {
        try (var out = exchange.getResponseBody()) {
          content.writeTo(out);
        }
      }
    }
  }

  private record Answer(Reply reply, Wire wire) {}

  /// @return empty when the connection is to be dropped
  private Optional<Answer> answer(HttpExchange exchange, String id)
      throws IOException, InterruptedException {
    Wire wire = PLAIN_XML;
    try {
      var request = Request.of(exchange);
      if (request.rawPath().equals(Faults.PATH)) {
        return Optional.of(new Answer(orders(exchange), wire));
      }
      wire = guess(request);
      var authorization = Authorization.of(request);
      var target = target(request, authorization);
      wire = target.wire();
      var verified =
          authorization.isPresent()
              ? verifier.verify(request, exchange.getRequestBody(), authorization.get(), target)
              : verifier.unsigned(exchange.getRequestBody(), target);
      try (var body = verified.body()) {
        var region = authorization.map(Authorization::region).orElse("us-east-1");
        var call = new Call(request, verified.identity(), region, wire, body, id);
        return faulty(target.service(), call).map(reply -> new Answer(reply, call.wire()));
      }
    } catch (Authorization.BrokenException e) {
      var error = Trouble.BROKEN_SIGNATURE.on(wire, String.valueOf(e.getMessage()));
      return Optional.of(new Answer(wire.error(error, id), wire));
    } catch (AwsError e) {
      return Optional.of(new Answer(wire.error(e, id), wire));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Answer(wire.error(Trouble.MALFORMED.on(wire), id), wire));
    } catch (RuntimeException e) {
      var error = Trouble.FAILED.on(wire, "The sandbox has failed: " + e);
      return Optional.of(new Answer(wire.error(error, id), wire));
    }
  }

  /// How a request looks whose service is not known yet.
  private static Wire guess(Request request) {
    if (request.header("X-Amz-Target").isPresent()) {
      return new Wire.Json("1.0", "com.amazon.coral.service", Optional.empty());
    }
    return request.isForm() ? new Wire.Query("") : PLAIN_XML;
  }

  private Target target(Request request, Optional<Authorization> authorization) throws AwsError {
    var wire = guess(request);
    String name;
    if (authorization.isPresent()) {
      name = authorization.get().service();
    } else {
      // The only calls without a signature are those for a web identity, and public objects.
      name =
          switch (wire) {
            case Wire.Query _ -> "sts";
            case Wire.RestXml _ -> "s3";
            default -> throw Trouble.UNSIGNED.on(wire);
          };
    }
    var service = services.get(name);
    if (service == null) {
      throw Trouble.UNKNOWN_ACTION.on(wire, "The sandbox has no service '" + name + "'.");
    }
    return new Target(service, service.wire(request));
  }

  private Optional<Reply> faulty(Service service, Call call)
      throws AwsError, IOException, InterruptedException {
    var operation = service.operation(call);
    if (call.identity().anonymous() && !operation.unsigned()) {
      throw Trouble.UNSIGNED.on(call.wire());
    }
    for (var permission : permissions(service, operation)) {
      authorizer.check(call, permission);
    }
    var fault = faults.next(new CallSubject(service.name(), operation, call));
    return switch (fault.map(Fault::kind).orElse(null)) {
      case null -> Optional.of(operation.handler().answer());
      case THROTTLE -> throw Trouble.THROTTLED.on(call.wire());
      case FAIL -> throw Trouble.FAILED.on(call.wire());
      case DELAY -> {
        Thread.sleep(Math.round(fault.orElseThrow().seconds() * 1000));
        yield Optional.of(operation.handler().answer());
      }
      case CUT -> {
        operation.handler().answer().content().close();
        yield Optional.empty();
      }
    };
  }

  @Override
  public Reply call(Identity caller, String region, String service, Request request, byte[] sent)
      throws AwsError, IOException, InterruptedException {
    var wanted = services.get(service);
    if (wanted == null) {
      throw Trouble.UNKNOWN_ACTION.on(PLAIN_XML, "The sandbox has no service '" + service + "'.");
    }
    var wire = wanted.wire(request);
    var in = new ByteArrayInputStream(sent);
    try (var body =
        Body.read(in, wanted.bodyLimit(), folder).orElseThrow(() -> Trouble.TOO_LARGE.on(wire))) {
      return faulty(wanted, new Call(request, caller, region, wire, body, ids.get()))
          .orElseThrow(() -> Trouble.FAILED.on(wire));
    }
  }

  private static List<Permission> permissions(Service service, Operation operation) {
    return operation
        .permissions()
        .orElseGet(() -> List.of(Permission.of(service.name() + ":" + operation.action(), "*")));
  }

  private Reply orders(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "DELETE" -> faults.clear();
      case "POST" -> {
        var body = exchange.getRequestBody().readNBytes((int) Service.BODY_LIMIT);
        var order = JsonTexts.object(body);
        try {
          faults.order(
              order.orElseThrow(() ->
                  new IllegalArgumentException("The body of the request is no JSON object.")));
        } catch (IllegalArgumentException e) {
          return refused(400, String.valueOf(e.getMessage()));
        }
      }
      default -> {
        return refused(405, "Faults are ordered with POST, and forgotten with DELETE.");
      }
    }
    return new Reply(
        200, Map.of("Content-Type", "application/json"), Content.of(JsonTexts.object()));
  }

  private static Reply refused(int status, String message) {
    return new Reply(
        status,
        Map.of("Content-Type", "application/json"),
        Content.of(JsonTexts.object().put("message", message)));
  }
}
