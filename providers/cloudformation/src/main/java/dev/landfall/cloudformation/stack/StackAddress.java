package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.cloudformation.settings.CloudFormationSettings.Connection;
import dev.landfall.spi.Desired;

/// Where a stack is found. Immutable.
///
/// @param connection to its account and region
/// @param stack its name
public record StackAddress(Connection connection, String stack) {
  /// The stack of a component, whatever its template says.
  public static StackAddress of(Desired<CloudFormationSettings> desired) {
    return new StackAddress(desired.settings().connection(), StackName.of(desired));
  }
}
