package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a component's stack is called.
public final class StackName {
  /// Source: CloudFormation API Reference, CreateStack, StackName.
  private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");

  private StackName() {}

  /// The name of the settings, or else the component's, the environment's and the region's.
  static String of(Desired<CloudFormationSettings> desired) {
    var target = desired.target();
    return desired
        .settings()
        .stack()
        .orElse(desired.component() + "-" + target.environment() + "-" + target.region());
  }

  /// The stack among all of AWS, as far as the settings tell.
  public static String identity(Desired<CloudFormationSettings> desired) {
    var connection = desired.settings().connection();
    return "stack "
        + of(desired)
        + connection.region().map(region -> " in " + region).orElse("")
        + connection.account().map(account -> " of account " + account).orElse("");
  }

  /// Why CloudFormation would refuse it.
  public static Optional<Problem> problem(Desired<CloudFormationSettings> desired) {
    var name = of(desired);
    return ALLOWED.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                Location.ofSetting("stack"),
                "bad stack name \"" + name + "\"",
                "A stack's name begins with a letter and goes on with letters, digits and hyphens,"
                    + " at most 128 of them. Give another one as `stack`."));
  }
}
