package dev.landfall.cli;

import dev.landfall.liquibase.changelog.NewChangeset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall new`: files that follow the conventions.
@Command(
    name = "new",
    description = "Write a new file that follows the conventions.",
    subcommands = NewCommand.ChangesetCommand.class)
final class NewCommand {
  /// `landfall new changeset`.
  @Command(
      name = "changeset",
      mixinStandardHelpOptions = true,
      description = "Write the next changeset file of a folder, with its header and rollback.")
  static final class ChangesetCommand implements Callable<Integer> {
    @Option(
        names = "--root",
        paramLabel = "DIR",
        description = "The folder that holds warehouse/; the current one by default.")
    Path root = Path.of("");

    @Option(names = "--database", required = true, paramLabel = "D", description = "The database.")
    String database = "";

    @Option(names = "--schema", required = true, paramLabel = "S", description = "The schema.")
    String schema = "";

    @Option(
        names = "--kind",
        required = true,
        paramLabel = "K",
        description = "One of tables, views, functions, procedures, grants, seeds.")
    String kind = "";

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "What it does, such as add_refund_reason.")
    String name = "";

    @Option(names = "--author", paramLabel = "A", description = "The author of the changeset.")
    @Nullable String author;

    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    @Override
    public Integer call() {
      var console = Console.plain(json);
      var result =
          NewChangeset.write(
              root.toAbsolutePath().normalize(),
              database,
              schema,
              kind,
              name,
              Optional.ofNullable(author)
                  .orElseGet(() -> System.getProperty("user.name", "data-engineering")));
      return switch (result) {
        case NewChangeset.Result.Written(var file) -> {
          var shown = root.resolve(file).toString();
          console.say(shown);
          console.document(() -> Documents.object().put("file", shown));
          yield Exit.DONE.code();
        }
        case NewChangeset.Result.Refused(var problems) -> {
          yield Failures.tell(console, new Failure(problems)).code();
        }
      };
    }
  }
}
