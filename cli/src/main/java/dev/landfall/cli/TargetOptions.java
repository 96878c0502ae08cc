package dev.landfall.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options every command about targets takes.
final class TargetOptions {
  @Option(
      names = "--blueprint",
      paramLabel = "DIR",
      description = "The folder of landfall.yaml; the current one by default.")
  Path blueprint = Path.of("");

  @Option(names = "--env", paramLabel = "E", description = "The environment.")
  @Nullable String environment;

  @Option(
      names = "--region",
      paramLabel = "R",
      split = ",",
      description = "The regions, separated by commas.")
  List<String> regions = List.of();

  @Option(names = "--all-regions", description = "Every region of the environment.")
  boolean allRegions;

  @Option(
      names = "--release",
      paramLabel = "ID",
      description = "The commits of an earlier release instead of the current ones.")
  @Nullable String release;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A value of the regions, such as currency=EUR; may be given several times.")
  Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--like",
      paramLabel = "REGION",
      description = "Start a region that is not in the blueprint from this one's values.")
  @Nullable String like;

  @Option(
      names = "--sandbox",
      paramLabel = "READY_FILE",
      description = "Use the stand-ins described in this file instead of the real systems.")
  @Nullable Path sandbox;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where the event log lies: .landfall beside the blueprint by default. With the variable"
              + " LANDFALL_DATABASE_URL set, it is in that PostgreSQL database.")
  @Nullable Path state;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many targets are worked on at once; 20 by default.")
  int parallel = 20;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  /// Refuses what cannot be meant, whatever the command.
  void check() throws Failure {
    if (parallel < 1) {
      throw Failure.invalid(
          "--parallel must be at least 1.", "Say how many targets are worked on at once.");
    }
    if (Files.exists(folder()) && !Files.isDirectory(folder())) {
      throw Failure.invalid(
          shownAs() + " is not a folder.", "Name the folder of landfall.yaml with --blueprint.");
    }
  }

  /// The folder that holds what the process leaves behind.
  Path stateFolder() {
    return state != null ? state.toAbsolutePath() : folder().resolve(".landfall");
  }

  /// The blueprint's folder, absolute.
  Path folder() {
    return blueprint.toAbsolutePath().normalize();
  }

  /// What people call that folder; empty when they stand in it.
  String shownAs() {
    return blueprint.normalize().toString().replace('\\', '/');
  }
}
