package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import dev.landfall.sandbox.aws.ssm.Puts.Wanted;
import dev.landfall.sandbox.aws.ssm.Version.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Parameters of stacks. Threads share it.
final class ParameterBacking implements Backing {
  static final String TYPE = "AWS::SSM::Parameter";

  private final ParameterStore store;
  private final Puts puts;

  ParameterBacking(ParameterStore store, Puts puts) {
    this.store = store;
    this.puts = puts;
  }

  private static String name(Resource resource) {
    return resource.attribute("Name").map(JsonNode::asString).orElseThrow();
  }

  private static String user(Request request) {
    return "arn:" + request.scope().partition() + ":iam::" + request.scope().account() + ":root";
  }

  private static Wanted wanted(ObjectNode properties) {
    return new Wanted(
        new Settings(
            properties.path("Type").asString(""),
            properties.path("Value").asString(""),
            properties.path("Tier").asString(""),
            properties.path("Description").asString(""),
            properties.path("AllowedPattern").asString(""),
            properties.path("DataType").asString(""),
            ""),
        properties.path("Policies").asString(""));
  }

  private static Map<String, String> tags(Request request) {
    var tags = new TreeMap<>(request.tags());
    for (var tag : request.properties().path("Tags").properties()) {
      tags.put(tag.getKey(), tag.getValue().asString(""));
    }
    return tags;
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    store.lock().lock();
    try {
      if (!again || store.get(request.scope(), name(draft)).isEmpty()) {
        var _ =
            puts.create(
                request.scope(),
                name(draft),
                wanted(request.properties()),
                tags(request),
                user(request));
      }
      return draft;
    } catch (AwsError e) {
      throw refused(e, name(draft));
    } finally {
      store.lock().unlock();
    }
  }

  private static ResourceException refused(AwsError e, String name) {
    return switch (e.code()) {
      case "ParameterAlreadyExists" -> ResourceException.alreadyExists(TYPE, name);
      case "ParameterNotFound" -> ResourceException.notFound(TYPE, name);
      default -> ServiceRefusal.of("Ssm", e);
    };
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    var name = name(before);
    store.lock().lock();
    try {
      var parameter =
          store
              .get(request.scope(), name)
              .orElseThrow(() -> ResourceException.notFound(TYPE, name));
      var _ =
          puts.overwrite(request.scope(), parameter, wanted(request.properties()), user(request));
      store
          .get(request.scope(), name)
          .ifPresent(now -> store.put(request.scope(), now.withTags(tags(request))));
      return draft;
    } catch (AwsError e) {
      throw refused(e, name);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public void delete(Request request, Resource resource) {
    store.lock().lock();
    try {
      if (store.get(request.scope(), name(resource)).isPresent()) {
        store.remove(request.scope(), name(resource));
      }
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public List<Resource> all(Scope scope) {
    store.lock().lock();
    try {
      return store.all(scope).stream()
          .map(one -> new Resource(TYPE, JsonTexts.object().put("Name", one.name()), Map.of()))
          .toList();
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    var name = name(recorded);
    store.lock().lock();
    try {
      var parameter =
          store.get(scope, name).orElseThrow(() -> ResourceException.notFound(TYPE, name));
      var settings = store.latest(scope, parameter).settings();
      var json =
          JsonTexts.object()
              .put("Name", name)
              .put("Type", settings.type())
              .put("Tier", settings.tier())
              .put("DataType", settings.dataType());
      if (!settings.secure()) {
        json.put("Value", settings.value());
      }
      if (!settings.description().isEmpty()) {
        json.put("Description", settings.description());
      }
      if (!settings.allowedPattern().isEmpty()) {
        json.put("AllowedPattern", settings.allowedPattern());
      }
      var tags = JsonTexts.object();
      new TreeMap<>(parameter.tags())
          .forEach((key, value) -> {
            if (!key.startsWith("aws:")) {
              tags.put(key, value);
            }
          });
      if (!tags.isEmpty()) {
        json.set("Tags", tags);
      }
      return json;
    } finally {
      store.lock().unlock();
    }
  }
}
