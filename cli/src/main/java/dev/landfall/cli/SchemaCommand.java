package dev.landfall.cli;

import dev.landfall.engine.blueprint.Schema;
import dev.landfall.liquibase.LiquibaseProvider;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall schema`: the JSON schema of blueprints, for editors.
@Command(
    name = "schema",
    description = {
      "Print the JSON schema of landfall.yaml, for editors.",
      "landfall schema > landfall.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  @Option(names = "--json", description = "The schema is JSON in any case.")
  boolean json;

  @Override
  public Integer call() {
    try (var liquibase = new LiquibaseProvider(Clock.systemUTC())) {
      System.out.println(Schema.json(List.of(liquibase)));
    }
    return Exit.DONE.code();
  }
}
