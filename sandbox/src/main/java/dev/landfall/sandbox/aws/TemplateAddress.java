package dev.landfall.sandbox.aws;

import dev.landfall.cloudformation.template.CloudFormationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The object that a template's URL names: path-style or with the bucket in the host, at AWS's own
/// hosts or at this machine.
///
/// Source: "Virtual hosting of buckets" in the Amazon S3 User Guide.
record TemplateAddress(String bucket, String key, Optional<String> version) {
  private static final Pattern AWS =
      Pattern.compile(
          "(?:(.+)\\.)?s3[.-](?:dualstack\\.)?(?:[a-z0-9-]+\\.)?amazonaws\\.com(?:\\.cn)?");
  private static final Pattern MACHINE =
      Pattern.compile("(?:(.+)\\.)?localhost|127\\.[0-9.]+|\\[[0-9a-f:]+]");
  private static final Pattern VERSION = Pattern.compile("(?:^|&)versionId=([^&]+)");

  static TemplateAddress of(String url) throws CloudFormationException {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw unsupported();
    }
    if (uri.getHost() == null || uri.getPath() == null || !url.matches("https?://.*")) {
      throw unsupported();
    }
    var path = uri.getPath().substring(Math.min(1, uri.getPath().length()));
    var version =
        Optional.ofNullable(uri.getRawQuery())
            .map(VERSION::matcher)
            .filter(matcher -> matcher.find())
            .map(matcher -> URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8));
    var bucket = bucket(uri.getHost());
    int slash = path.indexOf('/');
    if (bucket.isEmpty() ? slash <= 0 || slash == path.length() - 1 : path.isEmpty()) {
      throw unsupported();
    }
    return bucket.isEmpty()
        ? new TemplateAddress(path.substring(0, slash), path.substring(slash + 1), version)
        : new TemplateAddress(bucket.get(), path, version);
  }

  /// The bucket in a host; nothing when the path has it.
  private static Optional<String> bucket(String host) throws CloudFormationException {
    for (var pattern : new Pattern[] {AWS, MACHINE}) {
      var matcher = pattern.matcher(host);
      if (matcher.matches()) {
        return Optional.ofNullable(matcher.group(1));
      }
    }
    throw unsupported();
  }

  private static CloudFormationException unsupported() {
    return CloudFormationException.validation("TemplateURL must be a supported URL.");
  }
}
