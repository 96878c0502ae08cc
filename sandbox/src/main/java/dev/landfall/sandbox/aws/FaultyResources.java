package dev.landfall.sandbox.aws;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.network.Faults;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// Resources of stacks with the faults that were ordered for them: the service `cloudformation`,
/// the actions `CreateResource`, `UpdateResource` and `DeleteResource`, and the resource by its
/// logical id. Threads may share it.
final class FaultyResources implements ResourceHandlers {
  private static final double MILLIS = 1_000;

  private final ResourceHandlers handlers;
  private final Faults faults;

  FaultyResources(ResourceHandlers handlers, Faults faults) {
    this.handlers = handlers;
    this.faults = faults;
  }

  /// What a stack does to one of its resources.
  private record Subject(String action, Request request) implements Faults.Subject {
    @Override
    public String service() {
      return "cloudformation";
    }

    @Override
    public String region() {
      return request.scope().region();
    }

    @Override
    public String account() {
      return request.scope().account();
    }

    @Override
    public boolean does(String wanted) {
      return wanted.equalsIgnoreCase(action);
    }

    @Override
    public boolean concerns(String resource) {
      return resource.equalsIgnoreCase(request.owner().logicalId());
    }
  }

  /// A call to a service.
  @FunctionalInterface
  private interface Work {
    Resource run() throws ResourceException;
  }

  @Override
  public Resource create(Request request) throws ResourceException {
    return with(new Subject("CreateResource", request), () -> handlers.create(request));
  }

  @Override
  public Resource update(Request request, Resource before) throws ResourceException {
    return with(new Subject("UpdateResource", request), () -> handlers.update(request, before));
  }

  @Override
  public ObjectNode read(Scope scope, ResourceType type, Resource resource)
      throws ResourceException {
    return handlers.read(scope, type, resource);
  }

  @Override
  public void delete(Request request, Resource resource) throws ResourceException {
    var _ =
        with(
            new Subject("DeleteResource", request),
            () -> {
              handlers.delete(request, resource);
              return resource;
            });
  }

  private Resource with(Subject subject, Work work) throws ResourceException {
    var fault = faults.next(subject);
    if (fault.isEmpty()) {
      return work.run();
    }
    return switch (fault.get().kind()) {
      case THROTTLE -> throw new ResourceException("Throttling", "Rate exceeded");
      case FAIL -> throw new ResourceException("GeneralServiceException", "A fault was ordered.");
      case DELAY -> {
        delay(fault.get().seconds());
        yield work.run();
      }
      case CUT -> {
        var _ = work.run();
        throw new ResourceException("NetworkFailure", "The answer of the service was lost.");
      }
    };
  }

  private static void delay(double seconds) throws ResourceException {
    try {
      TimeUnit.MILLISECONDS.sleep((long) (seconds * MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResourceException("ServiceInternalError", "The stand-in is stopped.");
    }
  }
}
