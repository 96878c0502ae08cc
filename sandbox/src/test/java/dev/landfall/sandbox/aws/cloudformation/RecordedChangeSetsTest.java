package dev.landfall.sandbox.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Change sets as real AWS made them: cases that were recorded there, which lie beside the project.
class RecordedChangeSetsTest {
  private static final String FILE = "shared/reference/aws-changeset-cases.jsonl";

  @TestFactory
  Stream<DynamicTest> a_change_set_is_as_aws_made_it() throws IOException {
    var file = find();
    if (file.isEmpty()) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "the recorded cases are not here",
              () -> abort("SKIPPED: there is no ../" + FILE + " beside the project")));
    }
    return Files.readAllLines(file.get()).stream()
        .filter(line -> !line.isBlank())
        .map(JsonMapper.shared()::readTree)
        .map(recorded ->
            DynamicTest.dynamicTest(
                recorded.path("id").asString().replaceFirst(".*::", ""), () -> check(recorded)));
  }

  private static Optional<Path> find() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var file = at.resolve(FILE);
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static void check(JsonNode recorded) throws CloudFormationException {
    if (recorded.toString().contains("Transform\":")) {
      abort("macros are refused");
    }
    var expected = recorded.path("expected");
    var test = new TestCloud();
    var first = test.change("first", request(recorded, "template_1", "p1"));
    compare(recorded, expected, "1", first);
    test.execute(first);
    var second = test.change("second", request(recorded, "template_2", "p2"));
    compare(recorded, expected, "2", second);
    test.execute(second);
    var events = expected.path("per-resource-events");
    if (events.path("Stack").isArray()) {
      statuses(events, test);
    } else {
      events(recorded, events, test);
    }
  }

  private static StackRequest request(JsonNode recorded, String template, String parameters) {
    var values = new LinkedHashMap<String, String>();
    recorded
        .path(parameters)
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
    return StackRequest.of("CFN", Json.write(recorded.path(template))).withParameters(values);
  }

  private static void compare(
      JsonNode recorded, JsonNode expected, String number, ChangeSet changeSet) {
    var plain = expected.get("describe-change-set-" + number);
    if (plain != null) {
      assertThat(ours(recorded, changeSet.changes())).isEqualTo(recorded(plain));
    }
    var withValues = expected.get("describe-change-set-" + number + "-prop-values");
    if (withValues != null) {
      assertThat(ours(recorded, changeSet.changesWithValues())).isEqualTo(recorded(withValues));
    }
  }

  private static Map<String, Object> recorded(JsonNode description) {
    var result = new TreeMap<String, Object>();
    for (var change : description.path("Changes")) {
      var resource = change.path("ResourceChange");
      var details = new ArrayList<String>();
      for (var detail : resource.path("Details")) {
        var target = detail.path("Target");
        details.add(
            String.join(
                " ",
                detail.path("ChangeSource").asString(),
                detail.path("Evaluation").asString(),
                detail.path("CausingEntity").asString("-"),
                target.path("Attribute").asString(),
                target.path("Name").asString("-"),
                target.path("RequiresRecreation").asString(),
                target.path("Path").asString("-"),
                target.path("AttributeChangeType").asString("-"),
                target.path("BeforeValue").asString("-"),
                target.path("AfterValue").asString("-")));
      }
      details.sort(null);
      var add = resource.path("Action").asString().equals("Add");
      result.put(
          resource.path("LogicalResourceId").asString(),
          List.of(
              resource.path("Action").asString(),
              // The recordings have it at additions of one half-year only.
              add ? "-" : resource.path("Replacement").asString("-"),
              resource.path("PolicyAction").asString("-"),
              resource.path("ResourceType").asString(),
              resource.path("Scope").toString(),
              sorted(resource.get("BeforeContext")),
              sorted(resource.get("AfterContext")),
              details));
    }
    return result;
  }

  private static Map<String, Object> ours(JsonNode recorded, List<ResourceChange> changes) {
    var result = new TreeMap<String, Object>();
    for (var change : changes) {
      var details = new ArrayList<String>();
      for (var detail : change.details()) {
        var target = detail.target();
        var values = target.values();
        details.add(
            renamed(
                recorded,
                String.join(
                    " ",
                    detail.source(),
                    detail.evaluation(),
                    detail.cause().orElse("-"),
                    target.attribute(),
                    target.name().orElse("-"),
                    target.requiresRecreation(),
                    values.map(ResourceChange.Values::path).orElse("-"),
                    values.map(ResourceChange.Values::changeType).orElse("-"),
                    values.flatMap(ResourceChange.Values::before).orElse("-"),
                    values.flatMap(ResourceChange.Values::after).orElse("-"))));
      }
      details.sort(null);
      result.put(
          change.logicalId(),
          List.of(
              change.action().text(),
              change.replacement().orElse("-"),
              change.policyAction().orElse("-"),
              change.type(),
              Json.list(change.scope()).toString(),
              context(recorded, change.before()),
              context(recorded, change.after()),
              details));
    }
    return result;
  }

  private static String context(JsonNode recorded, Optional<String> context) {
    return sorted(
        context.map(text -> JsonMapper.shared().readTree(renamed(recorded, text))).orElse(null));
  }

  private static String sorted(@Nullable JsonNode node) {
    return node == null ? "-" : node.isObject() ? members(node) : node.toString();
  }

  private static String members(JsonNode node) {
    var members = new TreeMap<String, String>();
    node.properties().forEach(entry -> members.put(entry.getKey(), sorted(entry.getValue())));
    return members.toString();
  }

  private static String renamed(JsonNode recorded, String text) {
    var result = text.replace("arn:aws:", "arn:<partition>:").replace("eu-central-1", "<region>");
    for (var name : recorded.path("names")) {
      result = result.replace(name.get(0).asString(), name.get(1).asString());
    }
    return result;
  }

  /// Statuses, reasons and properties of every resource and of the stack, in their order.
  private static void events(JsonNode recorded, JsonNode expected, TestCloud test)
      throws CloudFormationException {
    var ours = test.cloud.queries().describeStackEvents("CFN");
    for (var entry : expected.properties()) {
      var name = entry.getKey().startsWith("<") ? "CFN" : entry.getKey();
      var wanted = new ArrayList<String>();
      for (var event : entry.getValue()) {
        wanted.add(
            event.path("ResourceStatus").asString()
                + " "
                + event.path("ResourceStatusReason").asString("-")
                + " "
                + sorted(event.get("ResourceProperties"))
                + (event.path("PhysicalResourceId").asString("").isEmpty() ? " no id" : ""));
      }
      assertThat(
              ours.stream()
                  .filter(event -> event.logicalId().equals(name))
                  .map(event ->
                      event.status()
                          + " "
                          + event.reason().orElse("-")
                          + " "
                          + context(recorded, event.properties())
                          + (event.physicalId().isEmpty() ? " no id" : "")))
          .describedAs(name)
          .containsExactlyElementsOf(wanted);
    }
  }

  /// Newer recordings have statuses only, each once in a row, and the deletion as well.
  private static void statuses(JsonNode expected, TestCloud test) throws CloudFormationException {
    var id = test.stack("CFN").id();
    test.delete("CFN");
    var ours = test.cloud.queries().describeStackEvents(id).reversed();
    for (var entry : expected.properties()) {
      var name = entry.getKey().equals("Stack") ? "CFN" : entry.getKey();
      var wanted = new ArrayList<String>();
      entry.getValue().forEach(event -> wanted.add(event.path("ResourceStatus").asString()));
      var found = new ArrayList<String>();
      for (var event : ours) {
        boolean again = !found.isEmpty() && found.getLast().equals(event.status());
        if (event.logicalId().equals(name) && !again && !event.status().contains("CLEANUP")) {
          found.add(event.status());
        }
      }
      assertThat(found).describedAs(name).isEqualTo(wanted);
    }
  }
}
