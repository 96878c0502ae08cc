package dev.landfall.sandbox.aws.cloudformation.http;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.cloudformation.template.TemplateParser;
import dev.landfall.sandbox.aws.cloudformation.Queries;
import dev.landfall.sandbox.aws.cloudformation.operation.SharedExports;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackDrift;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// What CloudFormation knows, as the XML of its answers (CloudFormation API Reference, data types).
final class Answers {
  private static final String MASK = "****";

  private Answers() {}

  /// A list, whose items are members.
  static <T> void list(Xml xml, String name, Iterable<T> items, BiConsumer<Xml, T> writer) {
    xml.element(
        name,
        list ->
            items.forEach(item -> list.element("member", member -> writer.accept(member, item))));
  }

  private static void texts(Xml xml, String name, Iterable<String> texts) {
    xml.element(name, list -> texts.forEach(text -> list.text("member", text)));
  }

  private static void optional(Xml xml, String name, Optional<String> text) {
    text.ifPresent(value -> xml.text(name, value));
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static void stack(Xml xml, Stack stack, Optional<StackDrift> drift) {
    var deployed = stack.deployed();
    xml.text("StackId", stack.id()).text("StackName", stack.name());
    optional(xml, "Description", stack.description());
    optional(xml, "ChangeSetId", stack.changeSetId());
    list(xml, "Parameters", values(deployed), Answers::parameter);
    xml.text("CreationTime", time(stack.created()));
    stack.updated().ifPresent(at -> xml.text("LastUpdatedTime", time(at)));
    stack.deleted().ifPresent(at -> xml.text("DeletionTime", time(at)));
    xml.text("StackStatus", stack.status().name());
    optional(xml, "StackStatusReason", stack.reason());
    xml.text("DisableRollback", isLeft(stack.settings().onFailure()));
    texts(xml, "NotificationARNs", stack.settings().notificationArns());
    texts(xml, "Capabilities", deployed.capabilities());
    list(
        xml,
        "Outputs",
        deployed.outputs(),
        (inner, output) -> {
          inner.text("OutputKey", output.key()).text("OutputValue", output.value());
          optional(inner, "Description", output.description());
          optional(inner, "ExportName", output.exportName());
        });
    optional(xml, "RoleARN", stack.settings().roleArn());
    tags(xml, deployed.tags());
    xml.text("EnableTerminationProtection", stack.settings().terminationProtection());
    nesting(xml, stack);
    Drifts.information(xml, drift);
  }

  private static boolean isLeft(OnFailure onFailure) {
    return onFailure == OnFailure.DO_NOTHING || onFailure == OnFailure.PRESERVE;
  }

  private static void tags(Xml xml, Map<String, String> tags) {
    list(
        xml,
        "Tags",
        tags.entrySet(),
        (inner, tag) -> inner.text("Key", tag.getKey()).text("Value", tag.getValue()));
  }

  /// A parameter's value as it is shown.
  private record Shown(String name, String given, Optional<String> resolved) {}

  private static List<Shown> values(Deployment deployment) {
    var hidden = hidden(deployment.template());
    return deployment.parameters().entrySet().stream()
        .map(entry ->
            hidden.contains(entry.getKey())
                ? new Shown(entry.getKey(), MASK, Optional.empty())
                : new Shown(entry.getKey(), entry.getValue().given(), entry.getValue().resolved()))
        .toList();
  }

  private static Set<String> hidden(String template) {
    var names = new LinkedHashSet<String>();
    if (template.isEmpty()) {
      return names;
    }
    try {
      TemplateParser.parse(template)
          .parameters()
          .forEach((name, declaration) -> {
            if (declaration.noEcho()) {
              names.add(name);
            }
          });
    } catch (CloudFormationException e) {
      throw new IllegalStateException("a template that was deployed cannot be read", e);
    }
    return names;
  }

  private static void parameter(Xml xml, Shown shown) {
    xml.text("ParameterKey", shown.name()).text("ParameterValue", shown.given());
    optional(xml, "ResolvedValue", shown.resolved());
  }

  static void summary(Xml xml, Stack stack, Optional<StackDrift> drift) {
    xml.text("StackId", stack.id()).text("StackName", stack.name());
    optional(xml, "TemplateDescription", stack.description());
    xml.text("CreationTime", time(stack.created()));
    stack.updated().ifPresent(at -> xml.text("LastUpdatedTime", time(at)));
    stack.deleted().ifPresent(at -> xml.text("DeletionTime", time(at)));
    xml.text("StackStatus", stack.status().name());
    optional(xml, "StackStatusReason", stack.reason());
    nesting(xml, stack);
    Drifts.information(xml, drift);
  }

  private static void nesting(Xml xml, Stack stack) {
    stack
        .nesting()
        .ifPresent(
            nesting -> xml.text("ParentId", nesting.parentId()).text("RootId", nesting.rootId()));
  }

  static void event(Xml xml, StackEvent event) {
    xml.text("EventId", event.id())
        .text("StackId", event.stackId())
        .text("StackName", event.stackName())
        .text("LogicalResourceId", event.logicalId())
        .text("PhysicalResourceId", event.physicalId())
        .text("ResourceType", event.type())
        .text("Timestamp", time(event.timestamp()))
        .text("ResourceStatus", event.status());
    optional(xml, "ResourceStatusReason", event.reason());
    optional(xml, "ResourceProperties", event.properties());
    optional(xml, "ClientRequestToken", event.token());
  }

  /// @param stack the resource's
  /// @param time the name of the element with the time
  /// @param drift of the stack
  static void resource(
      Xml xml,
      Optional<Stack> stack,
      StackResource resource,
      String time,
      Optional<StackDrift> drift) {
    stack.ifPresent(owner -> xml.text("StackName", owner.name()).text("StackId", owner.id()));
    xml.text("LogicalResourceId", resource.logicalId());
    if (!resource.physicalId().isEmpty()) {
      xml.text("PhysicalResourceId", resource.physicalId());
    }
    xml.text("ResourceType", resource.type())
        .text(time, time(resource.timestamp()))
        .text("ResourceStatus", resource.status().name());
    optional(xml, "ResourceStatusReason", resource.reason());
    Drifts.information(xml, drift, resource.logicalId());
  }

  static void changeSet(Xml xml, ChangeSet changeSet, boolean withValues) {
    head(xml, changeSet);
    list(xml, "Parameters", values(changeSet.target()), Answers::parameter);
    texts(xml, "NotificationARNs", changeSet.settings().notificationArns());
    xml.element("RollbackConfiguration", inner -> {});
    texts(xml, "Capabilities", changeSet.target().capabilities());
    tags(xml, changeSet.target().tags());
    list(
        xml,
        "Changes",
        withValues ? changeSet.changesWithValues() : changeSet.changes(),
        (inner, change) ->
            inner
                .text("Type", "Resource")
                .element("ResourceChange", resource -> change(resource, change)));
    xml.text("IncludeNestedStacks", false);
    changeSet
        .onFailure()
        .ifPresent(
            wanted -> xml.text("OnStackFailure", isLeft(wanted) ? "DO_NOTHING" : wanted.name()));
  }

  static void head(Xml xml, ChangeSet changeSet) {
    xml.text("ChangeSetName", changeSet.name())
        .text("ChangeSetId", changeSet.id())
        .text("StackId", changeSet.stackId())
        .text("StackName", changeSet.stackName());
    optional(xml, "Description", changeSet.description());
    xml.text("CreationTime", time(changeSet.created()))
        .text("ExecutionStatus", changeSet.executionStatus().name())
        .text("Status", changeSet.status().name());
    optional(xml, "StatusReason", changeSet.reason());
  }

  private static void change(Xml xml, ResourceChange change) {
    xml.text("Action", change.action().text()).text("LogicalResourceId", change.logicalId());
    optional(xml, "PhysicalResourceId", change.physicalId());
    xml.text("ResourceType", change.type());
    optional(xml, "PolicyAction", change.policyAction());
    optional(xml, "Replacement", change.replacement());
    texts(xml, "Scope", change.scope());
    list(xml, "Details", change.details(), Answers::detail);
    optional(xml, "BeforeContext", change.before());
    optional(xml, "AfterContext", change.after());
  }

  private static void detail(Xml xml, ResourceChange.Detail detail) {
    xml.text("ChangeSource", detail.source()).text("Evaluation", detail.evaluation());
    optional(xml, "CausingEntity", detail.cause());
    xml.element(
        "Target",
        target -> {
          target.text("Attribute", detail.target().attribute());
          optional(target, "Name", detail.target().name());
          target.text("RequiresRecreation", detail.target().requiresRecreation());
          detail
              .target()
              .values()
              .ifPresent(values -> {
                target.text("Path", values.path()).text("AttributeChangeType", values.changeType());
                optional(target, "BeforeValue", values.before());
                optional(target, "AfterValue", values.after());
              });
        });
  }

  static void export(Xml xml, SharedExports.Export export) {
    xml.text("ExportingStackId", export.stack().id())
        .text("Name", export.name())
        .text("Value", export.value());
  }

  /// @param all what only GetTemplateSummary says
  static void template(Xml xml, Queries.Summary summary, boolean all) {
    optional(xml, "Description", summary.template().description());
    list(
        xml,
        "Parameters",
        summary.template().parameters().values(),
        (inner, parameter) -> {
          inner.text("ParameterKey", parameter.name());
          optional(inner, "DefaultValue", parameter.defaultValue());
          inner.text("NoEcho", parameter.noEcho());
          optional(inner, "Description", parameter.description());
          if (all) {
            inner.text("ParameterType", parameter.type());
            inner.element(
                "ParameterConstraints",
                constraints -> texts(constraints, "AllowedValues", parameter.allowedValues()));
          }
        });
    texts(xml, "Capabilities", summary.needed().capabilities());
    if (!summary.needed().capabilities().isEmpty()) {
      xml.text("CapabilitiesReason", summary.needed().reason());
    }
    if (all) {
      texts(xml, "ResourceTypes", summary.resourceTypes());
      list(
          xml,
          "ResourceIdentifierSummaries",
          List.<Template.ResourceDeclaration>of(),
          (inner, none) -> {});
    }
  }
}
