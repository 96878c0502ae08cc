package dev.landfall.cloudformation.stack;

import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/// The change sets of one stack.
final class ChangeSets {
  private static final String NOTHING = "didn't contain changes";
  private static final String NO_UPDATES = "No updates are to be performed";

  private final CloudFormationClient client;
  private final Poller poller;
  private final Uploads uploads;
  private final Job job;

  ChangeSets(Stacks stacks, Uploads uploads, Job job) {
    this.client = stacks.client(job.address());
    this.poller = stacks.poller(job.address());
    this.uploads = uploads;
    this.job = job;
  }

  /// What a change set says.
  ///
  /// @param resources what it does to each; empty when there is nothing to do
  record Described(boolean isEmpty, boolean isExecutable, List<ResourceChange> resources) {}

  /// The change set of that name; made when there is none.
  ///
  /// @param live the stack, when there is one
  Described obtain(String name, Optional<LiveStack> live)
      throws ProviderException, InterruptedException {
    var address = uploads.put();
    try {
      create(name, live, address);
      var waiting = new Waiting();
      while (true) {
        var described =
            poller.ask(asked ->
                asked.describeChangeSet(
                    r -> r.stackName(job.stack()).changeSetName(name).includePropertyValues(true)));
        switch (described.statusAsString()) {
          case "CREATE_COMPLETE" -> {
            return new Described(
                false,
                described.executionStatusAsString().equals("AVAILABLE"),
                all(described, name));
          }
          case "FAILED" -> {
            return failed(described, name);
          }
          default -> waiting.once();
        }
      }
    } catch (SdkException e) {
      throw Refusals.of(e, "No change set could be made for stack " + job.stack());
    }
  }

  /// @param address of the template, when it is not part of the call
  private void create(String name, Optional<LiveStack> live, Optional<String> address) {
    var isNew = live.isEmpty() || live.get().isOnlyPlanned();
    try {
      client.createChangeSet(r -> {
        address.ifPresentOrElse(r::templateURL, () -> r.templateBody(job.packaged().body()));
        r.stackName(job.stack())
            .changeSetName(name)
            .changeSetType(isNew ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
            .clientToken(name)
            .description("release " + job.desired().release())
            .parameters(job.parameters().entrySet().stream().map(ChangeSets::parameter).toList())
            .tags(job.tags().entrySet().stream().map(ChangeSets::tag).toList())
            .capabilitiesWithStrings(job.settings().capabilities());
      });
    } catch (AlreadyExistsException e) {
      // The plan was made before: it is described as it is.
    } catch (CloudFormationException e) {
      if (!Refusals.code(e).equals("AlreadyExistsException")) {
        throw e;
      }
    }
  }

  private static Parameter parameter(Map.Entry<String, String> entry) {
    return Parameter.builder()
        .parameterKey(entry.getKey())
        .parameterValue(entry.getValue())
        .build();
  }

  private static Tag tag(Map.Entry<String, String> entry) {
    return Tag.builder().key(entry.getKey()).value(entry.getValue()).build();
  }

  private Described failed(DescribeChangeSetResponse described, String name)
      throws ProviderException, InterruptedException {
    var reason = described.statusReason() == null ? "" : described.statusReason();
    delete(name);
    if (reason.contains(NOTHING) || reason.contains(NO_UPDATES)) {
      return new Described(true, false, List.of());
    }
    throw new ProviderException(
        Kind.FAILED,
        "CloudFormation refuses the change set of stack " + job.stack() + ": " + reason,
        "Mend the template or its parameters.");
  }

  void delete(String name) throws ProviderException, InterruptedException {
    try {
      client.deleteChangeSet(r -> r.stackName(job.stack()).changeSetName(name));
    } catch (ChangeSetNotFoundException e) {
      // Somebody else has deleted it.
    } catch (SdkException e) {
      throw Refusals.of(e, "An empty change set of stack " + job.stack() + " could not be deleted");
    }
  }

  private List<ResourceChange> all(DescribeChangeSetResponse first, String name) {
    var changes = new ArrayList<ResourceChange>();
    first.changes().forEach(change -> changes.add(change.resourceChange()));
    var next = first.nextToken();
    while (next != null) {
      var token = next;
      var page =
          client.describeChangeSet(r ->
              r.stackName(job.stack())
                  .changeSetName(name)
                  .includePropertyValues(true)
                  .nextToken(token));
      page.changes().forEach(change -> changes.add(change.resourceChange()));
      next = page.nextToken();
    }
    return changes;
  }
}
