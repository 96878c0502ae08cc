package dev.landfall.sandbox.aws;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.ssm.StoredValues;
import java.util.Optional;

/// Systems Manager's parameters of an account in a region, and those that AWS publishes to all.
/// Threads may share it.
record StoredParameters(StoredValues values, Scope scope) implements Parameters.Stored {
  @Override
  public Optional<String> value(String name) throws CloudFormationException {
    var found = values.find(scope, name);
    if (found.filter(StoredValues.Found::secure).isPresent()) {
      throw CloudFormationException.validation(
          "Parameters ["
              + name
              + "] referenced by template have types not supported by CloudFormation.");
    }
    return found.map(StoredValues.Found::value);
  }
}
