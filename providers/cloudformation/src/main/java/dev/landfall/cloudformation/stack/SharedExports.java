package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Conditions;
import dev.landfall.cloudformation.template.Evaluator;
import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.Place;
import dev.landfall.cloudformation.template.Reference;
import dev.landfall.cloudformation.template.References;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.cloudformation.template.Template.OutputDeclaration;
import dev.landfall.cloudformation.template.TemplateParser;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import tools.jackson.databind.JsonNode;

/// Exports of a stack that other stacks import. CloudFormation neither removes nor changes them,
/// and says so only in the middle of the update.
final class SharedExports {
  private static final String NOT_IMPORTED = "is not imported";

  private final CloudFormationClient client;
  private final Job job;
  private final LiveStack live;
  private final Set<String> moved;

  /// @param changes those of the change set
  SharedExports(
      CloudFormationClient client, Job job, LiveStack live, List<ResourceChange> changes) {
    this.client = client;
    this.job = job;
    this.live = live;
    this.moved =
        changes.stream()
            .filter(SharedExports::isMoved)
            .map(ResourceChange::logicalResourceId)
            .collect(Collectors.toSet());
  }

  private static boolean isMoved(ResourceChange change) {
    return change.action() == ChangeAction.REMOVE
        || (change.action() == ChangeAction.MODIFY && change.replacement() == Replacement.TRUE);
  }

  /// What the change would take away from others.
  List<Problem> problems() {
    if (live.exports().isEmpty()) {
      return List.of();
    }
    Expected expected;
    try {
      expected = expected();
    } catch (CloudFormationException e) {
      return List.of(); // a macro writes it anew: what it exports is not known
    }
    var problems = new ArrayList<Problem>();
    live.exports()
        .forEach((output, name) ->
            what(output, name, expected)
                .ifPresent(what -> {
                  var importers = importers(client, name);
                  if (!importers.isEmpty()) {
                    problems.add(
                        Problem.error(
                            place(output),
                            "export \"" + name + "\" in use",
                            "This plan "
                                + what
                                + " it, and it is imported by "
                                + String.join(", ", importers)
                                + ". Change those first, or keep the export as it is."));
                  }
                }));
    return problems;
  }

  /// The outputs by the names that they will be exported by.
  ///
  /// @param isSure whether all names are known
  private record Expected(
      Map<String, OutputDeclaration> exports,
      boolean isSure,
      Evaluator evaluator,
      Map<String, Boolean> conditions) {}

  private Expected expected() throws CloudFormationException {
    Template template = TemplateParser.parse(job.packaged().body());
    var values = new KnownValues(template, job, live.id());
    var conditions = Conditions.decide(template, values);
    var evaluator = new Evaluator(template, conditions, values);
    var exports = new TreeMap<String, OutputDeclaration>();
    boolean isSure = true;
    for (var output : template.outputs().values()) {
      boolean isThere =
          output.condition().map(name -> conditions.getOrDefault(name, true)).orElse(true);
      if (isThere && output.export().isPresent()) {
        var name = known(evaluator, output.export().get());
        name.ifPresent(known -> exports.put(known, output));
        isSure &= name.isPresent();
      }
    }
    return new Expected(exports, isSure, evaluator, conditions);
  }

  private static Optional<String> known(Evaluator evaluator, JsonNode node)
      throws CloudFormationException {
    return evaluator
        .value(node)
        .filter(value -> value.isValueNode() && !Evaluator.isUnknown(value))
        .map(JsonNode::asString);
  }

  /// What becomes of an export; nothing when it stays, or when nobody can tell.
  private Optional<String> what(String output, String name, Expected expected) {
    var declared = expected.exports().get(name);
    if (declared == null) {
      return expected.isSure() ? Optional.of("removes") : Optional.empty();
    }
    for (var reference : References.in(declared.value(), expected.conditions())) {
      var resource =
          switch (reference) {
            case Reference.Whole(var id) -> id;
            case Reference.Attribute(var id, var attribute) -> id;
            default -> "";
          };
      if (moved.contains(resource)) {
        return Optional.of("changes");
      }
    }
    try {
      var value = known(expected.evaluator(), declared.value());
      return value.isPresent() && !value.get().equals(live.outputs().get(output))
          ? Optional.of("changes")
          : Optional.empty();
    } catch (CloudFormationException e) {
      return Optional.empty(); // CloudFormation tells it when it comes to that output
    }
  }

  /// The stacks that import an export.
  static List<String> importers(CloudFormationClient client, String export) {
    try {
      return client.listImportsPaginator(r -> r.exportName(export)).imports().stream()
          .sorted()
          .toList();
    } catch (software.amazon.awssdk.services.cloudformation.model.CloudFormationException e) {
      if (Refusals.message(e).contains(NOT_IMPORTED)) {
        return List.of();
      }
      throw e;
    }
  }

  private Location place(String output) {
    var root = job.template().root();
    var outputs = root.member("Outputs");
    Place place =
        outputs
            .filter(part -> part.member(output).isPresent())
            .map(part -> part.keyPlace(output))
            .or(() -> outputs.map(Part::place))
            .orElse(root.place());
    return new Location(job.template().shown(), place.line(), place.column());
  }
}
