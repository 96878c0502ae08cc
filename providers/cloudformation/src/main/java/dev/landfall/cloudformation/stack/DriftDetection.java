package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Inspection;
import dev.landfall.spi.Inspection.Deviation;
import dev.landfall.spi.Observation;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackDriftDetectionStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/// Has CloudFormation compare a stack's resources with its template, and tells what differs and
/// what it could not compare.
final class DriftDetection {
  private static final String UNSET = "Properties that the template does not set are not compared.";

  private final CloudFormationClient client;
  private final Poller poller;
  private final Job job;
  private final String stackId;

  DriftDetection(Stacks stacks, Job job, String stackId) {
    this.client = stacks.client(job.address());
    this.poller = stacks.poller(job.address());
    this.job = job;
    this.stackId = stackId;
  }

  /// Compares, and waits for the end of it.
  ///
  /// @param observation of the stack
  /// @param resources of the stack
  Inspection run(Observation observation, List<StackResourceSummary> resources)
      throws ProviderException, InterruptedException {
    try {
      var id = client.detectStackDrift(r -> r.stackName(stackId)).stackDriftDetectionId();
      await(id);
      var checked = new HashSet<String>();
      var deviations = new ArrayList<Deviation>();
      for (var drift :
          client.describeStackResourceDriftsPaginator(r -> r.stackName(stackId)).stream()
              .flatMap(page -> page.stackResourceDrifts().stream())
              .toList()) {
        checked.add(drift.logicalResourceId());
        deviations.addAll(deviations(drift));
      }
      var unchecked = new ArrayList<String>();
      for (var resource : resources) {
        if (!checked.contains(resource.logicalResourceId())) {
          unchecked.add(
              "CloudFormation cannot compare "
                  + resource.logicalResourceId()
                  + " ("
                  + resource.resourceType()
                  + ").");
        }
      }
      unchecked.add(UNSET);
      return new Inspection(
          new Observation(observation.items(), observation.outputs(), unchecked), deviations);
    } catch (SdkException e) {
      throw Refusals.of(e, "CloudFormation cannot compare stack " + job.stack());
    }
  }

  private void await(String id) throws ProviderException, InterruptedException {
    var waiting = new Waiting();
    while (true) {
      var state =
          poller.ask(
              asked -> asked.describeStackDriftDetectionStatus(r -> r.stackDriftDetectionId(id)));
      if (state.detectionStatus() == StackDriftDetectionStatus.DETECTION_COMPLETE) {
        return;
      }
      if (state.detectionStatus() == StackDriftDetectionStatus.DETECTION_FAILED) {
        // What could be compared is told all the same; the rest is among what was not.
        requireSome(String.valueOf(state.detectionStatusReason()));
        return;
      }
      waiting.once();
    }
  }

  private void requireSome(String reason) throws ProviderException {
    if (client
        .describeStackResourceDrifts(r -> r.stackName(stackId))
        .stackResourceDrifts()
        .isEmpty()) {
      throw new ProviderException(
          Kind.FAILED,
          "CloudFormation could not compare stack " + job.stack() + ": " + reason,
          "Look at the stack in CloudFormation.");
    }
  }

  private static List<Deviation> deviations(StackResourceDrift drift) {
    var name = drift.logicalResourceId();
    if (drift.stackResourceDriftStatus() == StackResourceDriftStatus.DELETED) {
      return List.of(
          new Deviation(name, drift.resourceType() + " " + drift.physicalResourceId(), ""));
    }
    return drift.propertyDifferences().stream()
        .map(difference ->
            new Deviation(
                name + difference.propertyPath(),
                value(difference.expectedValue()),
                value(difference.actualValue())))
        .toList();
  }

  /// CloudFormation writes `null` for what is not there.
  private static String value(String text) {
    return text.equals("null") ? "" : text;
  }
}
