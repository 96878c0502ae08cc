package dev.landfall.sandbox.aws.cloudformation;

import dev.landfall.cloudformation.template.Capabilities;
import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Limits;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.cloudformation.template.Reference;
import dev.landfall.cloudformation.template.References;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.cloudformation.template.TemplateCheck;
import dev.landfall.cloudformation.template.TemplateParser;
import dev.landfall.sandbox.aws.cloudformation.change.ChangeDetection;
import dev.landfall.sandbox.aws.cloudformation.change.Configured;
import dev.landfall.sandbox.aws.cloudformation.change.StackContext;
import dev.landfall.sandbox.aws.cloudformation.operation.SharedExports;
import dev.landfall.sandbox.aws.cloudformation.operation.StackPolicy;
import dev.landfall.sandbox.aws.cloudformation.operation.World;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Turns a request into what its stack is to become, with everything checked that needs no service.
final class Planning {
  private final World world;
  private final TemplateSource source;

  Planning(World world, TemplateSource source) {
    this.world = world;
    this.source = source;
  }

  /// The text of the template that is asked for.
  String text(StackRequest request, Optional<Stack> stack) throws CloudFormationException {
    if (request.usePreviousTemplate()) {
      return stack
          .map(existing -> existing.deployed().template())
          .filter(text -> !text.isEmpty())
          .orElseThrow(() ->
              CloudFormationException.validation("No template exists for the stack to use again"));
    }
    if (request.templateBody().isPresent() == request.templateUrl().isPresent()) {
      throw CloudFormationException.validation(
          "Either Template URL or Template Body must be specified.");
    }
    if (request.templateBody().isPresent()) {
      Limits.size(request.templateBody().get(), false);
      return request.templateBody().get();
    }
    var url = request.templateUrl().orElse("");
    var text =
        source
            .read(url)
            .orElseThrow(() ->
                CloudFormationException.validation(
                    "S3 error: The specified key does not exist. For more information check"
                        + " http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"));
    Limits.size(text, true);
    return text;
  }

  Template parse(String text) throws CloudFormationException {
    var template = TemplateParser.parse(text);
    TemplateCheck.check(template, world.specification());
    return template;
  }

  /// What a stack would become.
  Deployment target(StackRequest request, Optional<Stack> stack) throws CloudFormationException {
    var text = text(request, stack);
    var template = parse(text);
    Capabilities.require(template, request.capabilities());
    var previous = new LinkedHashMap<String, String>();
    stack.ifPresent(existing ->
        existing
            .deployed()
            .parameters()
            .forEach((name, value) -> previous.put(name, value.given())));
    var parameters =
        Parameters.resolve(
            template, request.parameters(), previous, request.usePrevious(), world.stored());
    Configured.requireRules(
        template,
        parameters,
        new StackContext(world.scope(), request.stackName(), "", List.of()),
        world.external());
    var tags =
        request.tags().or(() -> stack.map(existing -> existing.deployed().tags())).orElse(Map.of());
    checkTags(tags);
    world.dynamic().requirePlain(template.resources().values(), true);
    return Deployment.planned(text, parameters, tags, request.capabilities());
  }

  private static void checkTags(Map<String, String> tags) throws CloudFormationException {
    for (var key : tags.keySet()) {
      if (key.startsWith("aws:")) {
        throw CloudFormationException.validation(
            "aws: prefixed tag key names are not allowed for external use.");
      }
    }
    if (tags.size() > 50) {
      throw CloudFormationException.validation("Number of tags exceeds the limit of 50");
    }
  }

  /// A stack's settings as a request changes them.
  StackSettings settings(StackRequest request, StackSettings before)
      throws CloudFormationException {
    StackPolicy.of(request.stackPolicy());
    return new StackSettings(
        request.onFailure().orElse(OnFailure.ROLLBACK),
        request.retainExceptOnCreate(),
        request.terminationProtection().orElse(before.terminationProtection()),
        request.stackPolicy().or(before::policy),
        request.roleArn().or(before::roleArn),
        request.notificationArns().orElse(before.notificationArns()));
  }

  /// Refuses what nested stacks cannot do here.
  void checkNested(Deployment target, StackSettings settings) throws CloudFormationException {
    boolean nests =
        TemplateParser.parse(target.template()).resources().values().stream()
            .anyMatch(resource -> resource.type().equals(StackEvent.STACK));
    if (nests && settings.onFailure() == OnFailure.PRESERVE) {
      throw CloudFormationException.notHonoured("DisableRollback of a stack with nested stacks");
    }
  }

  Configured configured(Deployment deployment, StackContext context)
      throws CloudFormationException {
    return Configured.of(
        TemplateParser.parse(deployment.template()), deployment.parameters(), context);
  }

  StackContext context(String name, String id, StackSettings settings) {
    return new StackContext(world.scope(), name, id, settings.notificationArns());
  }

  /// What would change, without and with values.
  record Changes(List<ResourceChange> plain, List<ResourceChange> withValues) {}

  Changes changes(Deployment target, Stack stack, StackSettings settings)
      throws CloudFormationException {
    var context = context(stack.name(), stack.id(), settings);
    var before =
        stack.deployed().template().isEmpty()
            ? Optional.<Configured>empty()
            : Optional.of(configured(stack.deployed(), context));
    var input =
        new ChangeDetection.Input(
            world.specification(),
            before,
            configured(target, context),
            existing(stack),
            new SharedExports(world.store()),
            world.dynamic(),
            before.isPresent() && !stack.deployed().tags().equals(target.tags()));
    return new Changes(ChangeDetection.detect(input, false), ChangeDetection.detect(input, true));
  }

  /// What failed to be created is not there.
  private static Map<String, StackResource> existing(Stack stack) {
    var existing = new LinkedHashMap<>(stack.deployed().resources());
    existing.values().removeIf(resource -> resource.physicalId().isEmpty());
    return existing;
  }

  /// Whether a target is anything else than what the stack is: its resources, its outputs, its
  /// tags.
  boolean isChange(Deployment target, Stack stack, Changes changes) throws CloudFormationException {
    if (!changes.plain().isEmpty() || !stack.deployed().tags().equals(target.tags())) {
      return true;
    }
    var before = TemplateParser.parse(stack.deployed().template());
    var after = TemplateParser.parse(target.template());
    return !before.outputs().equals(after.outputs()) || outputsDiffer(target, stack, after);
  }

  /// The text of the outputs is the same; parameters may be behind them.
  private static boolean outputsDiffer(Deployment target, Stack stack, Template template) {
    boolean parameters = !target.parameters().equals(stack.deployed().parameters());
    return parameters
        && template.outputs().values().stream()
            .anyMatch(output ->
                output.condition().isPresent() || mentions(output, target, stack.deployed()));
  }

  /// Whether an output mentions a parameter that has another value.
  private static boolean mentions(
      Template.OutputDeclaration output, Deployment target, Deployment before) {
    var found = new HashSet<>(References.in(output.value()));
    output.export().ifPresent(name -> found.addAll(References.in(name)));
    return found.stream()
        .anyMatch(reference ->
            reference instanceof Reference.Whole(var name)
                && target.parameters().containsKey(name)
                && !Objects.equals(target.parameters().get(name), before.parameters().get(name)));
  }
}
