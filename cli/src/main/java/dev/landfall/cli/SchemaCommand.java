package dev.landfall.cli;

import dev.landfall.engine.blueprint.Schema;
import dev.landfall.spi.Provider;
import java.time.Clock;
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
    var providers = Providers.all(Clock.systemUTC());
    try {
      System.out.println(Schema.json(providers));
    } finally {
      providers.forEach(Provider::close);
    }
    return Exit.DONE.code();
  }
}
