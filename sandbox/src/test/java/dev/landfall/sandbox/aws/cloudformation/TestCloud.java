package dev.landfall.sandbox.aws.cloudformation;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.change.ExternalValues;
import dev.landfall.sandbox.aws.cloudformation.operation.World;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.MemoryStore;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Resources;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/// A CloudFormation whose operations are over when its answers come, on recorded resources that can
/// be told to fail.
final class TestCloud implements ResourceHandlers {
  static final Scope SCOPE = new Scope("111111111111", "eu-central-1");

  final MemoryStore store = new MemoryStore();
  final Map<String, String> urls = new HashMap<>();
  final Map<String, String> stored = new HashMap<>();

  /// What is to fail: `create Queue`, `update Queue` or `delete Queue`, by logical id.
  final Set<String> failing = new HashSet<>();

  /// What is to break as no service should, like `failing`.
  final Set<String> broken = new HashSet<>();

  /// What happens while a service works, by call like `failing`.
  final Map<String, Runnable> meanwhile = new HashMap<>();

  /// What was asked of the services, in order.
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /// How many calls there were at most at the same time; with threads, the first two wait for each
  /// other.
  final AtomicInteger most = new AtomicInteger();

  private final AtomicInteger now = new AtomicInteger();
  private final CountDownLatch together;

  private final Resources resources =
      new Resources(new ResourceStore(Journal.inMemory()), Map.of(), new Random(5));
  final CloudFormation cloud;

  TestCloud() {
    this(Runnable::run, 0);
  }

  /// With operations and work on threads.
  TestCloud(Executor threads) {
    this(threads, 2);
  }

  private TestCloud(Executor threads, int together) {
    this.together = new CountDownLatch(together);
    this.cloud =
        new CloudFormation(
            new World(
                SCOPE,
                Specification.standard(),
                this,
                store,
                name -> Optional.ofNullable(stored.get(name)),
                new Values(),
                Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC),
                new Random(7),
                threads,
                threads),
            url -> Optional.ofNullable(urls.get(url)));
  }

  /// Parameters and secrets by their names, both in the same map.
  private final class Values implements ExternalValues {
    @Override
    public Optional<Parameter> parameter(String selector) {
      return Optional.ofNullable(stored.get(selector))
          .map(value -> new Parameter(value, selector.startsWith("/secure")));
    }

    @Override
    public Optional<String> secret(String id, Optional<String> stage, Optional<String> version) {
      return Optional.ofNullable(stored.get(id + stage.map(name -> "@" + name).orElse("")));
    }

    @Override
    public Optional<List<String>> all(String type) {
      return Optional.empty();
    }

    @Override
    public Optional<String> attribute(String type, String id, String attribute) {
      return Optional.empty();
    }
  }

  @Override
  public Resource create(Request request) throws ResourceException {
    called("create", request);
    var made = resources.create(request);
    end(true);
    return made;
  }

  @Override
  public Resource update(Request request, Resource before) throws ResourceException {
    called("update", request);
    var changed = resources.update(request, before);
    end(true);
    return changed;
  }

  @Override
  public ObjectNode read(Scope scope, ResourceType type, Resource resource)
      throws ResourceException {
    return resources.read(scope, type, resource);
  }

  @Override
  public void delete(Request request, Resource resource) throws ResourceException {
    called("delete", request);
    resources.delete(request, resource);
    end(true);
  }

  /// The end of the process, in the middle of a call.
  static final class Interrupted extends Error {
    private static final long serialVersionUID = 1;
  }

  private int interrupted = -1;

  private boolean afterwards;

  /// The process ends at a call, by its number: before the service has done it, or after.
  void interruptAt(int call, boolean after) {
    interrupted = call;
    afterwards = after;
  }

  private void end(boolean after) {
    if (calls.size() - 1 == interrupted && afterwards == after) {
      interrupted = -1;
      throw new Interrupted();
    }
  }

  private void called(String what, Request request) throws ResourceException {
    var call = what + " " + request.owner().logicalId();
    calls.add(call);
    end(false);
    meanwhile.getOrDefault(call, () -> {}).run();
    if (broken.contains(call)) {
      throw new IllegalStateException(call);
    }
    if (what.equals("create") && together.getCount() > 0) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      together.countDown();
      try {
        together.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ResourceException("InternalFailure", "interrupted");
      }
      now.decrementAndGet();
    }
    if (failing.contains(call)) {
      throw new ResourceException("GeneralServiceException", call + " was told to fail");
    }
  }

  Stack create(String name, String template) throws CloudFormationException {
    return stack(cloud.createStack(StackRequest.of(name, template)));
  }

  Stack update(String name, String template) throws CloudFormationException {
    return stack(cloud.updateStack(StackRequest.of(name, template)));
  }

  void delete(String name) throws CloudFormationException {
    cloud.deleteStack(name, Set.of(), Optional.empty());
  }

  ChangeSet change(String name, StackRequest request) throws CloudFormationException {
    boolean there = store.live(request.stackName()).isPresent();
    return cloud.createChangeSet(
        name, Optional.of(there ? "UPDATE" : "CREATE"), Optional.empty(), request);
  }

  void execute(ChangeSet changeSet) throws CloudFormationException {
    cloud.executeChangeSet(
        changeSet.id(), Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  Stack stack(String nameOrId) throws CloudFormationException {
    return cloud.queries().describeStacks(Optional.of(nameOrId)).getFirst();
  }

  /// The properties of a resource as its service has them.
  ObjectNode made(String type, String identifier) {
    try {
      return resources.read(SCOPE, Specification.standard().find(type).orElseThrow(), identifier);
    } catch (ResourceException e) {
      throw new AssertionError(e);
    }
  }

  String physicalId(String stack, String logicalId) throws CloudFormationException {
    return cloud.queries().describeStackResource(stack, logicalId).physicalId();
  }

  /// The events from one on, the oldest first: who, status and reason.
  List<String> events(String stack, int from) throws CloudFormationException {
    return cloud.queries().describeStackEvents(stack).reversed().stream()
        .skip(from)
        .map(TestCloud::text)
        .toList();
  }

  int count(String stack) throws CloudFormationException {
    return cloud.queries().describeStackEvents(stack).size();
  }

  private static String text(StackEvent event) {
    return event.logicalId()
        + " "
        + event.status()
        + event
            .reason()
            .map(reason -> ": " + reason.replaceAll("RequestToken: [-0-9a-f]+", "…"))
            .orElse("");
  }

  static String refusal(Executable call) {
    return assertThrows(CloudFormationException.class, call).message();
  }
}
