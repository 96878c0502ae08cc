package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.resource.NewResource;
import dev.landfall.sandbox.aws.resource.Owner;
import dev.landfall.sandbox.aws.resource.Resource;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.JsonNodeFactory;

/// The actions about event source mappings. Threads share it.
final class EventSources {
  private static final Owner NOBODY = new Owner("", "");

  private final FunctionStore functions;
  private final Mappings mappings;
  private final RandomGenerator random;
  private final Clock clock;

  EventSources(FunctionStore functions, Mappings mappings, RandomGenerator random, Clock clock) {
    this.functions = functions;
    this.mappings = mappings;
    this.random = random;
    this.clock = clock;
  }

  /// What a call about event source mappings asks for.
  ///
  /// @param id of a mapping; empty for all
  Operation operation(Call call, String id, String method) throws AwsError {
    return switch (method + (id.isEmpty() ? "" : " id")) {
      case "POST" -> Operation.of("CreateEventSourceMapping", "", () -> create(call));
      case "GET" -> Operation.of("ListEventSourceMappings", "", () -> list(call));
      case "GET id" ->
          Operation.of(
              "GetEventSourceMapping",
              id,
              () -> answer(call, mappings.get(LambdaService.scope(call), id), 200));
      case "PUT id" -> Operation.of("UpdateEventSourceMapping", id, () -> update(call, id));
      case "DELETE id" -> Operation.of("DeleteEventSourceMapping", id, () -> delete(call, id));
      default -> throw LambdaErrors.unknown(call);
    };
  }

  private Reply answer(Call call, Mapping mapping, int status) throws AwsError {
    return LambdaService.status(Reply.json(call, mapping.json(mappings.result(mapping))), status);
  }

  private Reply create(Call call) throws AwsError, IOException, InterruptedException {
    var properties = call.json();
    var scope = LambdaService.scope(call);
    mappings.check(scope, properties);
    var function = FunctionName.of(scope, properties.path("FunctionName").asString(""));
    for (var other : mappings.all(scope)) {
      if (other.queueArn().equals(properties.path("EventSourceArn").asString(""))
          && other.function().equals(function)) {
        throw LambdaErrors.conflict(
            "An event source mapping with SQS arn (\" "
                + other.queueArn()
                + " \") and function (\" "
                + function.name()
                + " \") already exists. Please update or delete the existing mapping with UUID "
                + other.id());
      }
    }
    LambdaService.tags(properties, properties.path("Tags"));
    var resource = touched(NewResource.of(LambdaTypes.MAPPING, properties, scope, NOBODY, random));
    functions.add(scope, LambdaTypes.MAPPING, resource, "The mapping already exists.");
    var mapping = new Mapping(scope, resource);
    mappings.start(mapping);
    return answer(call, mapping, 202);
  }

  private Resource touched(Resource mapping) {
    var attributes = new LinkedHashMap<>(mapping.attributes());
    attributes.put("LastModified", JsonNodeFactory.instance.numberNode(clock.millis() / 1000));
    return new Resource(mapping.type(), mapping.properties(), attributes);
  }

  private Reply list(Call call) throws AwsError {
    var scope = LambdaService.scope(call);
    var source = call.request().query("EventSourceArn");
    var named = call.request().query("FunctionName");
    var answer = JsonTexts.object();
    var list = answer.putArray("EventSourceMappings");
    for (var mapping : mappings.all(scope)) {
      if (source.isPresent() && !source.get().equals(mapping.queueArn())) {
        continue;
      }
      if (named.isPresent() && !FunctionName.of(scope, named.get()).equals(mapping.function())) {
        continue;
      }
      list.add(mapping.json(mappings.result(mapping)));
    }
    return Reply.json(call, answer);
  }

  private Reply update(Call call, String id) throws AwsError, IOException, InterruptedException {
    var mapping = mappings.get(LambdaService.scope(call), id);
    var properties = mapping.resource().properties().deepCopy();
    var given = call.json();
    given.remove("UUID");
    properties.setAll(given);
    mappings.check(mapping.scope(), properties);
    var draft =
        new Resource(mapping.resource().type(), properties, mapping.resource().attributes());
    return answer(call, mappings.replace(mapping.scope(), touched(draft)), 202);
  }

  private Reply delete(Call call, String id) throws AwsError {
    var mapping = mappings.get(LambdaService.scope(call), id);
    var answer = answer(call, mapping, 202);
    mappings.stop(id);
    functions.remove(mapping.scope(), LambdaTypes.MAPPING, mapping.resource());
    return answer;
  }
}
