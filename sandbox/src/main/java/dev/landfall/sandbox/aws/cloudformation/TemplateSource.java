package dev.landfall.sandbox.aws.cloudformation;

import java.util.Optional;

/// Where templates that are given by address come from: S3.
public interface TemplateSource {
  /// The text behind an address.
  Optional<String> read(String url);
}
