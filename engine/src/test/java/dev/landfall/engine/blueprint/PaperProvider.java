package dev.landfall.engine.blueprint;

import dev.landfall.spi.Context;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.RegionDefault;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A provider with settings of every type, for what is done before any provider is called.
final class PaperProvider implements Provider<PaperProvider.Settings> {
  record Settings(
      String title,
      Optional<Integer> copies,
      Optional<Boolean> colour,
      List<String> tags,
      Map<String, Value> parameters,
      Optional<Secret> password,
      Optional<Paper> paper,
      @RegionDefault("mill") Optional<Mill> mill) {
    record Paper(String format) {}

    record Mill(Optional<String> place, Optional<Integer> wheels, Optional<Secret> key) {}
  }

  @Override
  public String kind() {
    return "paper";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Optional<Set<String>> outputs() {
    return Optional.of(Set.of("Page", "Pages"));
  }

  @Override
  public List<Problem> check(Desired<Settings> desired, Context context) {
    return List.of();
  }

  @Override
  public Plan plan(Desired<Settings> desired, Context context) {
    return new Plan("", List.of(), List.of(), List.of());
  }

  @Override
  public Outputs apply(Plan plan, Desired<Settings> desired, Context context) {
    return Outputs.NONE;
  }

  @Override
  public Observation observe(Desired<Settings> desired, Context context) {
    return new Observation(Map.of(), Outputs.NONE, List.of());
  }

  @Override
  public List<String> unlock(Desired<Settings> desired, Context context) {
    return List.of();
  }
}
