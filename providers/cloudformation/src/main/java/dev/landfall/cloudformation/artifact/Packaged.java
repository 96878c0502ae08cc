package dev.landfall.cloudformation.artifact;

import dev.landfall.cloudformation.check.LocalCheck;
import dev.landfall.cloudformation.check.LocalCode;
import dev.landfall.cloudformation.check.LocalTemplate;
import dev.landfall.cloudformation.check.TemplateFile;
import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Limits;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// A template as CloudFormation gets it: code that lies beside it is an object in a bucket, as `aws
/// cloudformation package` does it, and what the component retains has policies that say so.
/// Immutable.
///
/// @param body its text
/// @param bucket where the artifacts go; empty when there are none
/// @param code what its resources need
/// @param nested the logical ids of nested stacks whose templates are among that
/// @param template itself, when it is too large to be part of a call
public record Packaged(
    String body,
    String bucket,
    List<Artifact> code,
    Set<String> nested,
    Optional<Artifact> template) {
  private static final String SETTING = "artifacts.bucket";
  private static final int DEEPEST = 10;
  private static final String RETAIN = "Retain";

  public Packaged {
    code = List.copyOf(code);
    nested = Set.copyOf(nested);
  }

  /// What came of it.
  public sealed interface Result {
    /// It can be sent.
    record Ready(Packaged packaged) implements Result {}

    /// It cannot.
    record Unusable(List<Problem> problems) implements Result {
      public Unusable {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Looks at what a template needs; nothing is sent.
  public static Result of(TemplateFile file, CloudFormationSettings settings) {
    return of(file, settings, List.of(file.shown()));
  }

  /// @param within the templates that nest this one, and itself
  private static Result of(
      TemplateFile file, CloudFormationSettings settings, List<String> within) {
    var problems = new ArrayList<Problem>();
    var artifacts = settings.artifacts().orElse(CloudFormationSettings.Artifacts.NONE);
    var bucket = artifacts.bucket().orElse("");
    var prefix = prefix(artifacts.prefix().orElse(""));
    var code = new ArrayList<Artifact>();
    var named = LocalCode.of(file);
    var templates = LocalTemplate.of(file);
    var retain = within.size() == 1 ? settings.retain() : List.<String>of();
    boolean isAlone = named.isEmpty() && templates.isEmpty();
    boolean isAsItIs = isAlone && retain.isEmpty();
    var document = isAsItIs ? Json.object() : (ObjectNode) file.root().value().deepCopy();
    retain.forEach(resource -> retain(document, resource));
    for (var reference : templates) {
      switch (nested(file, reference, settings, within)) {
        case Result.Unusable(var found) -> problems.addAll(found);
        case Result.Ready(var packaged) -> {
          var artifact = Artifact.ofText(prefix, packaged.body());
          code.addAll(packaged.code());
          code.add(artifact);
          replace(document, reference, address(settings, bucket, artifact.key()));
        }
      }
    }
    for (var reference : named) {
      try {
        var bundle =
            Bundle.of(file.repository(), file.folder().resolve(reference.path()).normalize());
        var artifact = Artifact.of(prefix, bundle);
        code.add(artifact);
        replace(document, reference, bucket, artifact.key());
      } catch (UnusableCodeException e) {
        problems.add(
            Problem.error(
                new Location(file.shown(), reference.place().line(), reference.place().column()),
                e.summary(),
                "\"" + reference.path() + "\": " + e.detail()));
      }
    }
    var body = isAsItIs ? file.body() : Json.write(document);
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    boolean isLarge = bytes > Limits.MAX_BODY_BYTES;
    if (bucket.isEmpty() && within.size() == 1 && (isLarge || !isAlone)) {
      problems.add(
          Problem.error(
              Location.ofSetting(SETTING),
              "no bucket for artifacts",
              (isLarge
                      ? "The template has " + bytes + " bytes; more than " + Limits.MAX_BODY_BYTES
                      : named.isEmpty()
                          ? "The template of " + templates.getFirst().resource()
                          : "The code of " + named.getFirst().resource())
                  + " can only be read from a bucket. Write `artifacts: {bucket: …}` under `with` or"
                  + " under the region, with a bucket of the stack's region."));
    }
    return problems.isEmpty()
        ? new Result.Ready(
            new Packaged(
                body,
                bucket,
                code,
                templates.stream().map(LocalTemplate::resource).collect(Collectors.toSet()),
                isLarge ? Optional.of(Artifact.ofText(prefix, body)) : Optional.empty()))
        : new Result.Unusable(problems);
  }

  private static Result nested(
      TemplateFile file,
      LocalTemplate reference,
      CloudFormationSettings settings,
      List<String> within) {
    return switch (file.beside(reference)) {
      case TemplateFile.Reading.Broken(var problems) -> new Result.Unusable(problems);
      case TemplateFile.Reading.Read(var template) -> {
        if (within.contains(template.shown()) || within.size() > DEEPEST) {
          yield new Result.Unusable(
              List.of(
                  Problem.error(
                      new Location(
                          file.shown(), reference.place().line(), reference.place().column()),
                      "template that nests itself",
                      "\"" + reference.path() + "\" is one of those that lead here.")));
        }
        var problems = LocalCheck.ofNested(template, settings);
        var all = new ArrayList<>(within);
        all.add(template.shown());
        yield problems.isEmpty() ? of(template, settings, all) : new Result.Unusable(problems);
      }
    };
  }

  /// Where CloudFormation reads an object.
  private static String address(CloudFormationSettings settings, String bucket, String key) {
    var region = settings.connection().region().orElse("");
    var domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return "https://" + bucket + ".s3." + region + "." + domain + "/" + key;
  }

  private static void replace(ObjectNode document, LocalTemplate template, String address) {
    var properties = document.path("Resources").path(template.resource()).path("Properties");
    if (properties instanceof ObjectNode object) {
      object.put(LocalTemplate.PROPERTY, address);
    }
  }

  private static String prefix(String given) {
    return given.isEmpty() || given.endsWith("/") ? given : given + "/";
  }

  private static void retain(ObjectNode document, String resource) {
    if (document.path("Resources").path(resource) instanceof ObjectNode declaration) {
      declaration.put("DeletionPolicy", RETAIN);
      declaration.put("UpdateReplacePolicy", RETAIN);
    }
  }

  private static void replace(ObjectNode document, LocalCode code, String bucket, String key) {
    var properties = document.path("Resources").path(code.resource()).path("Properties");
    if (properties instanceof ObjectNode object) {
      object.set(code.property(), Json.object().put("S3Bucket", bucket).put("S3Key", key));
    }
  }
}
