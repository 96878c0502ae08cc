package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.resource.Resource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/// Who may use a function beside its account: the statements of its policy. Threads share it.
final class Permissions {
  private final FunctionStore functions;

  Permissions(FunctionStore functions) {
    this.functions = functions;
  }

  /// `AddPermission`.
  Reply add(Call call, FunctionName name) throws AwsError {
    var _ = functions.get(name);
    var given = call.json();
    var id = given.path("StatementId").asString("");
    var principal = given.path("Principal").asString("");
    if (!id.matches("[\\w-]{1,100}")) {
      throw LambdaErrors.invalid("StatementId must match [a-zA-Z0-9-_]+");
    }
    if (principal.isEmpty()
        || !given.path("Action").asString("").matches("lambda:(\\w+|\\*)|\\*")) {
      throw LambdaErrors.invalid("Action and Principal are required.");
    }
    if (functions.permissions(name).containsKey(id)) {
      throw LambdaErrors.conflict(
          "The statement id ("
              + id
              + ") provided already exists. Please provide a new statement id, or remove the"
              + " existing statement.");
    }
    var properties = JsonTexts.object().put("FunctionName", name.name());
    for (var part : List.of("Action", "Principal", "SourceArn", "SourceAccount")) {
      if (given.has(part)) {
        properties.set(part, given.path(part));
      }
    }
    functions.add(
        name.scope(),
        LambdaTypes.PERMISSION,
        new Resource(
            LambdaTypes.PERMISSION.name(),
            properties,
            Map.of("Id", JsonNodeFactory.instance.stringNode(id))),
        "The statement id already exists.");
    var statement = FunctionStore.statement(id, properties, name.arn());
    return LambdaService.status(
        Reply.json(call, JsonTexts.object().put("Statement", statement.toString())), 201);
  }

  /// `RemovePermission`.
  Reply remove(FunctionName name, String id) throws AwsError {
    var permission = functions.permissions(name).get(id);
    if (permission == null) {
      throw LambdaErrors.notFound("Statement " + id + " is not found in resource policy.");
    }
    functions.remove(name.scope(), LambdaTypes.PERMISSION, permission);
    return Reply.empty(204);
  }

  /// `GetPolicy`.
  Reply policy(Call call, FunctionName name) throws AwsError {
    var function = functions.get(name);
    var policy =
        functions
            .policy(name)
            .orElseThrow(() -> LambdaErrors.notFound("The resource you requested does not exist."));
    return Reply.json(
        call,
        JsonTexts.object()
            .put("Policy", policy.toString())
            .put("RevisionId", function.attribute(Function.REVISION)));
  }
}
