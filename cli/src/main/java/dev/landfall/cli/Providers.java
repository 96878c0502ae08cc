package dev.landfall.cli;

import dev.landfall.cloudformation.CloudFormationProvider;
import dev.landfall.liquibase.LiquibaseProvider;
import dev.landfall.spi.Provider;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The providers there are.
final class Providers {
  private Providers() {}

  /// One of each; whoever asks closes them.
  static List<Provider<?>> all(Clock clock) {
    return List.of(new LiquibaseProvider(clock), new CloudFormationProvider());
  }

  static Map<String, Provider<?>> byKind(List<Provider<?>> providers) {
    return providers.stream().collect(Collectors.toMap(Provider::kind, Function.identity()));
  }
}
