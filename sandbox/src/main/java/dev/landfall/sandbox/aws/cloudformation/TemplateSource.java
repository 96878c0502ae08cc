package dev.landfall.sandbox.aws.cloudformation;

import dev.landfall.cloudformation.template.CloudFormationException;
import java.util.Optional;

/// Where templates that are given by address come from: S3.
public interface TemplateSource {
  /// The text behind an address; nothing when there is no such object.
  ///
  /// @throws CloudFormationException when it is no address of an object, or may not be read
  Optional<String> read(String url) throws CloudFormationException;
}
