package dev.landfall.cloudformation.artifact;

import dev.landfall.cloudformation.check.LocalCode;
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
import tools.jackson.databind.node.ObjectNode;

/// A template as CloudFormation gets it: code that lies beside it is an object in a bucket, as `aws
/// cloudformation package` does it. Immutable.
///
/// @param body its text
/// @param bucket where the artifacts go; empty when there are none
/// @param code what its resources need
/// @param template itself, when it is too large to be part of a call
public record Packaged(
    String body, String bucket, List<Artifact> code, Optional<Artifact> template) {
  private static final String SETTING = "artifacts.bucket";

  public Packaged {
    code = List.copyOf(code);
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
    var problems = new ArrayList<Problem>();
    var artifacts = settings.artifacts().orElse(CloudFormationSettings.Artifacts.NONE);
    var bucket = artifacts.bucket().orElse("");
    var prefix = prefix(artifacts.prefix().orElse(""));
    var code = new ArrayList<Artifact>();
    var named = LocalCode.of(file);
    var document = named.isEmpty() ? Json.object() : (ObjectNode) file.root().value().deepCopy();
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
    var body = named.isEmpty() ? file.body() : Json.write(document);
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    boolean isLarge = bytes > Limits.MAX_BODY_BYTES;
    if (bucket.isEmpty() && (isLarge || !named.isEmpty())) {
      problems.add(
          Problem.error(
              Location.ofSetting(SETTING),
              "no bucket for artifacts",
              (isLarge
                      ? "The template has " + bytes + " bytes; more than " + Limits.MAX_BODY_BYTES
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
                isLarge ? Optional.of(Artifact.ofText(prefix, body)) : Optional.empty()))
        : new Result.Unusable(problems);
  }

  private static String prefix(String given) {
    return given.isEmpty() || given.endsWith("/") ? given : given + "/";
  }

  private static void replace(ObjectNode document, LocalCode code, String bucket, String key) {
    var properties = document.path("Resources").path(code.resource()).path("Properties");
    if (properties instanceof ObjectNode object) {
      object.set(code.property(), Json.object().put("S3Bucket", bucket).put("S3Key", key));
    }
  }
}
