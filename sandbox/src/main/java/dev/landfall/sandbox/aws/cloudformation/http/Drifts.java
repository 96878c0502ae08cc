package dev.landfall.sandbox.aws.cloudformation.http;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.CloudFormation;
import dev.landfall.sandbox.aws.cloudformation.state.StackDrift;
import dev.landfall.sandbox.aws.cloudformation.state.StackDrift.ResourceDrift;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.util.List;
import java.util.Optional;

/// The actions about drift.
final class Drifts {
  private static final String NOT_CHECKED = "NOT_CHECKED";

  private Drifts() {}

  static Reply detect(CloudFormation cf, Parameters p, Call call) throws CloudFormationException {
    if (p.has("LogicalResourceIds")) {
      throw CloudFormationException.notHonoured("LogicalResourceIds");
    }
    var id = cf.detectStackDrift(Requests.required(p, "StackName"));
    return Reply.result(call, xml -> xml.text("StackDriftDetectionId", id));
  }

  static Reply status(CloudFormation cf, Parameters p, Call call) throws CloudFormationException {
    var drift = cf.queries().driftDetection(Requests.required(p, "StackDriftDetectionId"));
    return Reply.result(
        call,
        xml -> {
          xml.text("StackId", drift.stackId()).text("StackDriftDetectionId", drift.id());
          xml.text(
              "DetectionStatus", drift.done() ? "DETECTION_COMPLETE" : "DETECTION_IN_PROGRESS");
          if (drift.done()) {
            xml.text("StackDriftStatus", word(drift))
                .text("DriftedStackResourceCount", drift.drifted());
          }
          xml.text("Timestamp", Answers.time(drift.at()));
        });
  }

  private static String word(StackDrift drift) {
    return drift.drifted() == 0 ? "IN_SYNC" : "DRIFTED";
  }

  static Reply resources(CloudFormation cf, Parameters p, Call call)
      throws CloudFormationException {
    var drift = cf.queries().drift(Requests.required(p, "StackName"));
    var wanted = p.texts("StackResourceDriftStatusFilters");
    List<ResourceDrift> found =
        drift.map(StackDrift::resources).orElse(List.of()).stream()
            .filter(one -> wanted.isEmpty() || wanted.contains(one.status().name()))
            .toList();
    return CloudFormationService.page(
        call, "StackResourceDrifts", found, (xml, one) -> resource(xml, drift.orElseThrow(), one));
  }

  private static void resource(Xml xml, StackDrift drift, ResourceDrift one) {
    xml.text("StackId", drift.stackId())
        .text("LogicalResourceId", one.logicalId())
        .text("PhysicalResourceId", one.physicalId())
        .text("ResourceType", one.type())
        .text("ExpectedProperties", one.expected());
    one.actual().ifPresent(actual -> xml.text("ActualProperties", actual));
    Answers.list(
        xml,
        "PropertyDifferences",
        one.differences(),
        (inner, difference) ->
            inner
                .text("PropertyPath", difference.path())
                .text("ExpectedValue", difference.expected())
                .text("ActualValue", difference.actual())
                .text("DifferenceType", difference.kind()));
    xml.text("StackResourceDriftStatus", one.status().name())
        .text("Timestamp", Answers.time(drift.at()));
  }

  /// What a description of a stack says.
  static void information(Xml xml, Optional<StackDrift> drift) {
    xml.element(
        "DriftInformation",
        inner -> {
          inner.text("StackDriftStatus", drift.map(Drifts::word).orElse(NOT_CHECKED));
          drift.ifPresent(d -> inner.text("LastCheckTimestamp", Answers.time(d.at())));
        });
  }

  /// What a description of a resource says.
  static void information(Xml xml, Optional<StackDrift> drift, String logicalId) {
    var found = drift.flatMap(d -> d.resource(logicalId));
    xml.element(
        "DriftInformation",
        inner -> {
          inner.text(
              "StackResourceDriftStatus",
              found.map(one -> one.status().name()).orElse(NOT_CHECKED));
          if (found.isPresent()) {
            inner.text("LastCheckTimestamp", Answers.time(drift.orElseThrow().at()));
          }
        });
  }
}
