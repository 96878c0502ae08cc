package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// What Lambda does when a stack makes its resources.
final class LambdaBackings {
  private final FunctionStore functions;
  private final FunctionRequests requests;
  private final Children children;
  private final Mappings mappings;

  LambdaBackings(
      FunctionStore functions, FunctionRequests requests, Children children, Mappings mappings) {
    this.functions = functions;
    this.requests = requests;
    this.children = children;
    this.mappings = mappings;
  }

  Map<String, Backing> all() {
    var all = new LinkedHashMap<String, Backing>();
    all.put(LambdaTypes.FUNCTION.name(), new FunctionBacking());
    all.put(LambdaTypes.PERMISSION.name(), new PermissionBacking());
    all.put(LambdaTypes.MAPPING.name(), new MappingBacking());
    for (var type : new String[] {"Alias", "Version", "EventInvokeConfig", "Url", "LayerVersion"}) {
      all.put("AWS::Lambda::" + type, new Refused("AWS::Lambda::" + type));
    }
    return all;
  }

  private static <T> T handled(Callable<T> work) throws ResourceException {
    try {
      return work.call();
    } catch (AwsError e) {
      throw ServiceRefusal.of("Lambda", e);
    } catch (ResourceException | RuntimeException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResourceException("ServiceInternalError", "The stand-in is stopped.");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private record Refused(String type) implements Backing {
    @Override
    public Resource create(Request request, Resource draft, boolean again)
        throws ResourceException {
      throw new ResourceException("InvalidRequest", "The sandbox does not honour " + type + ".");
    }
  }

  private final class FunctionBacking implements Backing {
    @Override
    public Resource create(Request request, Resource draft, boolean again)
        throws ResourceException {
      return handled(() -> coded(request, draft));
    }

    private Resource coded(Request request, Resource draft) throws Exception {
      requests.check(request.properties());
      var caller = Identity.root(request.scope().account());
      var zip = requests.zipOfStack(request.properties(), caller, request.scope().region());
      return functions.withCode(draft, zip);
    }

    @Override
    public Resource update(Request request, Resource before, Resource draft)
        throws ResourceException {
      var updated =
          handled(() -> {
            if (!before.properties().path("Code").equals(draft.properties().path("Code"))) {
              return coded(request, draft);
            }
            requests.check(request.properties());
            return functions.touched(draft);
          });
      children.retire(new Function(request.scope(), draft).arn());
      return updated;
    }

    @Override
    public void delete(Request request, Resource resource) {
      children.retire(new Function(request.scope(), resource).arn());
    }
  }

  private final class PermissionBacking implements Backing {
    @Override
    public Resource create(Request request, Resource draft, boolean again)
        throws ResourceException {
      return handled(() -> {
        var named = request.properties().path("FunctionName").asString("");
        var _ = functions.get(FunctionName.of(request.scope(), named));
        return draft;
      });
    }
  }

  private final class MappingBacking implements Backing {
    @Override
    public Resource create(Request request, Resource draft, boolean again)
        throws ResourceException {
      return changed(request, draft);
    }

    @Override
    public Resource update(Request request, Resource before, Resource draft)
        throws ResourceException {
      return changed(request, draft);
    }

    private Resource changed(Request request, Resource draft) throws ResourceException {
      return handled(() -> {
        mappings.check(request.scope(), request.properties());
        var mapping = new Mapping(request.scope(), draft);
        mappings.start(mapping);
        return draft;
      });
    }

    @Override
    public void delete(Request request, Resource resource) {
      mappings.stop(new Mapping(request.scope(), resource).id());
    }
  }
}
