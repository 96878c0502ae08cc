package dev.landfall.sandbox.aws.cloudformation.http;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.CloudFormation;
import dev.landfall.sandbox.aws.cloudformation.StackRequest;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Trouble;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// CloudFormation of all accounts and regions. Threads share it.
///
/// Source: the AWS CloudFormation API Reference.
public final class CloudFormationService implements Service {
  private static final Wire WIRE =
      new Wire.Query("http://cloudformation.amazonaws.com/doc/2010-05-15/");

  /// What CloudFormation gives at once; the rest is asked for with a token.
  private static final int PAGE = 100;

  private final Function<Scope, CloudFormation> making;
  private final Map<Scope, CloudFormation> regions = new ConcurrentHashMap<>();

  /// @param making makes CloudFormation of an account in a region, when it is first called
  public CloudFormationService(Function<Scope, CloudFormation> making) {
    this.making = making;
  }

  /// CloudFormation of an account in a region.
  public CloudFormation region(Scope scope) {
    return regions.computeIfAbsent(scope, making);
  }

  @Override
  public String name() {
    return "cloudformation";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  /// Carries an action out.
  @FunctionalInterface
  private interface Action {
    Reply answer(CloudFormation stacks, Parameters parameters, Call call)
        throws CloudFormationException;
  }

  private static final Map<String, Action> ACTIONS =
      Map.ofEntries(
          Map.entry("CreateStack", (cf, p, call) -> id(call, cf.createStack(stack(p)))),
          Map.entry("UpdateStack", (cf, p, call) -> id(call, cf.updateStack(stack(p)))),
          Map.entry("DeleteStack", CloudFormationService::deleteStack),
          Map.entry("CreateChangeSet", CloudFormationService::createChangeSet),
          Map.entry("ExecuteChangeSet", CloudFormationService::executeChangeSet),
          Map.entry("DeleteChangeSet", CloudFormationService::deleteChangeSet),
          Map.entry("DescribeChangeSet", CloudFormationService::describeChangeSet),
          Map.entry("ListChangeSets", CloudFormationService::listChangeSets),
          Map.entry("CancelUpdateStack", CloudFormationService::cancelUpdateStack),
          Map.entry("ContinueUpdateRollback", CloudFormationService::continueUpdateRollback),
          Map.entry("RollbackStack", CloudFormationService::rollbackStack),
          Map.entry("DescribeStacks", CloudFormationService::describeStacks),
          Map.entry("ListStacks", CloudFormationService::listStacks),
          Map.entry("DescribeStackEvents", CloudFormationService::describeStackEvents),
          Map.entry("DescribeStackResources", CloudFormationService::describeStackResources),
          Map.entry("DescribeStackResource", CloudFormationService::describeStackResource),
          Map.entry("ListStackResources", CloudFormationService::listStackResources),
          Map.entry("ListExports", CloudFormationService::listExports),
          Map.entry("ListImports", CloudFormationService::listImports),
          Map.entry("GetTemplate", CloudFormationService::getTemplate),
          Map.entry("GetTemplateSummary", CloudFormationService::getTemplateSummary),
          Map.entry("ValidateTemplate", CloudFormationService::validateTemplate),
          Map.entry("GetStackPolicy", CloudFormationService::getStackPolicy),
          Map.entry("SetStackPolicy", CloudFormationService::setStackPolicy),
          Map.entry("DetectStackDrift", Drifts::detect),
          Map.entry("DescribeStackDriftDetectionStatus", Drifts::status),
          Map.entry("DescribeStackResourceDrifts", Drifts::resources),
          Map.entry(
              "UpdateTerminationProtection", CloudFormationService::updateTerminationProtection));

  @Override
  public Operation operation(Call call) throws AwsError {
    var name = call.action();
    var action = ACTIONS.get(name);
    if (action == null) {
      throw Trouble.UNKNOWN_ACTION.on(
          WIRE, "Could not find operation " + name + " for version 2010-05-15");
    }
    var parameters = call.parameters();
    var scope = new Scope(call.account(), call.region());
    var operation =
        Operation.of(
            name,
            parameters.text("StackName").orElse(""),
            () -> {
              try {
                return action.answer(region(scope), parameters, call);
              } catch (CloudFormationException e) {
                throw new AwsError(e.code(), e.status(), e.message());
              }
            });
    var needed = Permission.of("cloudformation:" + name, resource(scope, parameters));
    var role = parameters.text("RoleARN");
    return role.isPresent()
        ? operation.needing(needed, passing(role.get()))
        : operation.needing(needed);
  }

  private static Permission passing(String role) {
    return Permission.of("iam:PassRole", role)
        .with("iam:PassedToService", Optional.of("cloudformation.amazonaws.com"));
  }

  /// The stack of a call; of one that names a new stack, its ARN with any id.
  private static String resource(Scope scope, Parameters parameters) {
    var name =
        parameters
            .text("StackName")
            .or(() -> parameters.text("ChangeSetName").filter(arn -> arn.startsWith("arn:")));
    return name.map(text ->
            text.startsWith("arn:")
                ? text
                : "arn:%s:cloudformation:%s:%s:stack/%s/*"
                    .formatted(scope.partition(), scope.region(), scope.account(), text))
        .orElse("*");
  }

  private static StackRequest stack(Parameters parameters) throws CloudFormationException {
    return Requests.of(parameters, "ClientRequestToken");
  }

  private static Reply id(Call call, String id) {
    return Reply.result(call, xml -> xml.text("StackId", id));
  }

  private static Reply deleteStack(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    cf.deleteStack(
        Requests.required(p, "StackName"),
        Requests.names(p, "RetainResources"),
        p.text("ClientRequestToken"));
    return Reply.done(call);
  }

  private static Reply createChangeSet(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var changeSet =
        cf.createChangeSet(
            Requests.required(p, "ChangeSetName"),
            p.text("ChangeSetType"),
            p.text("Description"),
            Requests.of(p, "ClientToken"));
    return Reply.result(
        call, xml -> xml.text("Id", changeSet.id()).text("StackId", changeSet.stackId()));
  }

  private static Reply executeChangeSet(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    cf.executeChangeSet(
        Requests.required(p, "ChangeSetName"),
        p.text("StackName"),
        Requests.onFailure(p),
        Requests.flag(p, "RetainExceptOnCreate"),
        p.text("ClientRequestToken"));
    return Reply.result(call, xml -> {});
  }

  private static Reply deleteChangeSet(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    cf.deleteChangeSet(Requests.required(p, "ChangeSetName"), p.text("StackName"));
    return Reply.result(call, xml -> {});
  }

  private static Reply describeChangeSet(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var changeSet =
        cf.queries().describeChangeSet(Requests.required(p, "ChangeSetName"), p.text("StackName"));
    return Reply.result(
        call, xml -> Answers.changeSet(xml, changeSet, Requests.flag(p, "IncludePropertyValues")));
  }

  private static Reply listChangeSets(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    return page(
        call,
        "Summaries",
        cf.queries().listChangeSets(Requests.required(p, "StackName")),
        Answers::head);
  }

  private static Reply cancelUpdateStack(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    cf.cancelUpdateStack(Requests.required(p, "StackName"), p.text("ClientRequestToken"));
    return Reply.done(call);
  }

  private static Reply continueUpdateRollback(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    cf.continueUpdateRollback(
        Requests.required(p, "StackName"),
        Requests.names(p, "ResourcesToSkip"),
        p.text("ClientRequestToken"));
    return Reply.result(call, xml -> {});
  }

  private static Reply rollbackStack(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var name = Requests.required(p, "StackName");
    cf.rollbackStack(name, Requests.flag(p, "RetainExceptOnCreate"), p.text("ClientRequestToken"));
    return id(call, cf.queries().describeStacks(Optional.of(name)).getFirst().id());
  }

  private static Reply describeStacks(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    return page(
        call,
        "Stacks",
        cf.queries().describeStacks(p.text("StackName")),
        (xml, stack) -> Answers.stack(xml, stack, cf.queries().driftOf(stack)));
  }

  private static Reply listStacks(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var statuses = new LinkedHashSet<StackStatus>();
    for (var word : p.texts("StackStatusFilter")) {
      try {
        statuses.add(StackStatus.valueOf(word));
      } catch (IllegalArgumentException e) {
        throw CloudFormationException.validation(
            "1 validation error detected: Value '["
                + word
                + "]' at 'stackStatusFilter' failed to satisfy constraint: Member must satisfy"
                + " enum value set");
      }
    }
    return page(
        call,
        "StackSummaries",
        cf.queries().listStacks(statuses),
        (xml, stack) -> Answers.summary(xml, stack, cf.queries().driftOf(stack)));
  }

  private static Reply describeStackEvents(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    return page(
        call,
        "StackEvents",
        cf.queries().describeStackEvents(Requests.required(p, "StackName")),
        Answers::event);
  }

  private static Reply describeStackResources(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    if (p.has("PhysicalResourceId")) {
      throw CloudFormationException.notHonoured("PhysicalResourceId");
    }
    var name = Requests.required(p, "StackName");
    var stack = cf.queries().describeStacks(Optional.of(name)).stream().findFirst();
    var wanted = p.text("LogicalResourceId");
    var resources =
        cf.queries().describeStackResources(name).stream()
            .filter(resource -> wanted.isEmpty() || wanted.get().equals(resource.logicalId()))
            .toList();
    var drift = cf.queries().drift(name);
    return Reply.result(
        call,
        xml ->
            Answers.list(
                xml,
                "StackResources",
                resources,
                (inner, resource) -> Answers.resource(inner, stack, resource, "Timestamp", drift)));
  }

  private static Reply describeStackResource(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var name = Requests.required(p, "StackName");
    var resource =
        cf.queries().describeStackResource(name, Requests.required(p, "LogicalResourceId"));
    var stack = cf.queries().describeStacks(Optional.of(name)).stream().findFirst();
    var drift = cf.queries().drift(name);
    return Reply.result(
        call,
        xml ->
            xml.element(
                "StackResourceDetail",
                inner -> Answers.resource(inner, stack, resource, "LastUpdatedTimestamp", drift)));
  }

  private static Reply listStackResources(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var name = Requests.required(p, "StackName");
    var drift = cf.queries().drift(name);
    return page(
        call,
        "StackResourceSummaries",
        cf.queries().describeStackResources(name),
        (xml, resource) ->
            Answers.resource(xml, Optional.empty(), resource, "LastUpdatedTimestamp", drift));
  }

  private static Reply listExports(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    return page(call, "Exports", cf.queries().listExports(), Answers::export);
  }

  private static Reply listImports(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var importers = cf.queries().listImports(Requests.required(p, "ExportName"));
    return Reply.result(
        call,
        xml ->
            xml.element("Imports", list -> importers.forEach(name -> list.text("member", name))));
  }

  private static Reply getTemplate(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var text = cf.queries().getTemplate(p.text("StackName"), p.text("ChangeSetName"));
    return Reply.result(
        call,
        xml ->
            xml.text("TemplateBody", text)
                .element(
                    "StagesAvailable",
                    stages -> stages.text("member", "Original").text("member", "Processed")));
  }

  private static Reply getTemplateSummary(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var name = p.text("StackName");
    var summary =
        name.isPresent()
            ? cf.queries().summaryOfStack(name.get())
            : cf.queries().summary(template(p));
    return Reply.result(call, xml -> Answers.template(xml, summary, true));
  }

  private static Reply validateTemplate(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var summary = cf.queries().summary(template(p));
    return Reply.result(call, xml -> Answers.template(xml, summary, false));
  }

  private static StackRequest template(Parameters p) throws CloudFormationException {
    var url = p.text("TemplateURL");
    var body = p.text("TemplateBody");
    if (url.isEmpty() == body.isEmpty()) {
      throw CloudFormationException.validation(
          "Either Template URL or Template Body must be specified.");
    }
    return StackRequest.ofTemplate(body, url);
  }

  private static Reply getStackPolicy(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var policy = cf.queries().getStackPolicy(Requests.required(p, "StackName"));
    return Reply.result(call, xml -> policy.ifPresent(text -> xml.text("StackPolicyBody", text)));
  }

  private static Reply setStackPolicy(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    if (p.has("StackPolicyURL")) {
      throw CloudFormationException.notHonoured("StackPolicyURL");
    }
    cf.setStackPolicy(Requests.required(p, "StackName"), Requests.required(p, "StackPolicyBody"));
    return Reply.done(call);
  }

  private static Reply updateTerminationProtection(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    return id(
        call,
        cf.updateTerminationProtection(
            Requests.required(p, "StackName"), Requests.flag(p, "EnableTerminationProtection")));
  }

  /// A page of a list. The token that leads to the next one is where that begins.
  static <T> Reply page(Call call, String name, List<T> all, BiConsumer<Xml, T> writer)
      throws CloudFormationException {
    var token = call.parameters().text("NextToken").orElse("0");
    if (!token.matches("[0-9]{1,9}") || Integer.parseInt(token) > all.size()) {
      throw CloudFormationException.validation("Invalid NextToken");
    }
    var from = Integer.parseInt(token);
    var to = Math.min(all.size(), from + PAGE);
    return Reply.result(
        call,
        xml -> {
          Answers.list(xml, name, all.subList(from, to), writer);
          if (to < all.size()) {
            xml.text("NextToken", to);
          }
        });
  }
}
