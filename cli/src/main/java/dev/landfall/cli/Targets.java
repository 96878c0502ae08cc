package dev.landfall.cli;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.spi.Target;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;

/// Which targets a command is about.
final class Targets {
  private Targets() {}

  /// The targets the options name, in the environment's waves; never empty.
  static List<List<Target>> choose(Blueprint blueprint, TargetOptions options) throws Failure {
    var environments = blueprint.environments().keySet();
    if (options.environment == null) {
      throw Failure.invalid(
          "No environment is named.", "Add --env with one of: " + names(environments) + ".");
    }
    if (!environments.contains(options.environment)) {
      throw Failure.invalid(
          "The blueprint has no environment \"" + options.environment + "\".",
          "It has: " + names(environments) + ".");
    }
    var waves = blueprint.targets(options.environment);
    var known = new TreeSet<String>();
    waves.forEach(wave -> wave.forEach(target -> known.add(target.region())));
    if (options.allRegions && !options.regions.isEmpty()) {
      throw Failure.invalid("Both --region and --all-regions are given.", "Give one of them.");
    }
    if (options.allRegions) {
      return waves;
    }
    if (options.regions.isEmpty()) {
      throw Failure.invalid(
          "No region is named.",
          "Add --region with one or more of: " + names(known) + "; or --all-regions.");
    }
    for (var region : options.regions) {
      if (!known.contains(region)) {
        throw Failure.invalid(
            "Environment \"" + options.environment + "\" has no region \"" + region + "\".",
            "It has: " + names(known) + ". A new region starts with --like and one of these.");
      }
    }
    return waves.stream()
        .map(wave ->
            wave.stream().filter(target -> options.regions.contains(target.region())).toList())
        .filter(wave -> !wave.isEmpty())
        .toList();
  }

  /// The targets a command about the past is about: those the options name, or every one that ever
  /// had a rollout. Needs no blueprint.
  static List<Target> ofLog(Session session, TargetOptions options) throws Failure {
    if (options.state == null && !Files.isDirectory(options.folder())) {
      throw Failure.invalid(
          "There is no folder " + options.shownAs() + ".",
          "Name the folder of landfall.yaml with --blueprint, or that of the record with --state.");
    }
    if (options.environment != null && !options.regions.isEmpty()) {
      var environment = options.environment;
      return options.regions.stream().map(region -> new Target(environment, region)).toList();
    }
    return session.log().targets().stream()
        .filter(target ->
            options.environment == null || options.environment.equals(target.environment()))
        .filter(target -> options.regions.isEmpty() || options.regions.contains(target.region()))
        .toList();
  }

  private static String names(Iterable<String> names) {
    return String.join(", ", names);
  }
}
