package dev.landfall.cli;

import dev.landfall.engine.secret.EncryptedFile;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `landfall secret`: the encrypted secrets beside a blueprint.
@Command(
    name = "secret",
    description = {
      "Keep secrets in the encrypted file " + SecretsFile.NAME + " beside the blueprint.",
      "$${secret:NAME} is looked up in the environment variable NAME first, then there."
    })
final class SecretCommand {
  @Option(
      names = "--blueprint",
      paramLabel = "DIR",
      scope = CommandLine.ScopeType.INHERIT,
      description = "The folder of landfall.yaml; the current one by default.")
  Path blueprint = Path.of("");

  @Option(
      names = "--json",
      scope = CommandLine.ScopeType.INHERIT,
      description = "One JSON document on standard output.")
  boolean json;

  private Path folder() {
    return blueprint.toAbsolutePath().normalize();
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Keep a secret; its value is read from the terminal or standard input.")
  int set(@Parameters(paramLabel = "NAME") String name) {
    return guarded(() -> {
      SecretsFile.open(folder()).put(name, Secret.of(readValue(name)));
      console().say(name + " is kept in " + SecretsFile.NAME + ".");
      console().document(() -> Documents.object().put("name", name).put("kept", true));
    });
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the names.")
  int list() {
    return guarded(() -> {
      var names = SecretsFile.open(folder()).names();
      names.forEach(console()::say);
      var document = Documents.object();
      names.forEach(document.putArray("names")::add);
      console().document(() -> document);
    });
  }

  @Command(name = "remove", mixinStandardHelpOptions = true, description = "Forget a secret.")
  int remove(@Parameters(paramLabel = "NAME") String name) {
    return guarded(() -> {
      if (!SecretsFile.open(folder()).remove(name)) {
        throw Failure.invalid(
            SecretsFile.NAME + " has no secret " + name + ".",
            "`landfall secret list` shows the names.");
      }
      console().say(name + " is removed.");
      console().document(() -> Documents.object().put("name", name).put("kept", false));
    });
  }

  @Command(
      name = "new-key",
      mixinStandardHelpOptions = true,
      description = "Make a key and write it to a file that only you can read.")
  int newKey(
      @Option(names = "--file", paramLabel = "FILE", description = "Where to; never overwritten.")
          @Nullable Path file) {
    return guarded(() -> {
      var where = file == null ? SecretsFile.defaultKeyFile() : file;
      EncryptedFile.writeNewKey(where);
      console().say("A new key is in " + where + ". Keep a copy where it cannot be lost.");
      console().document(() -> Documents.object().put("file", where.toString()));
    });
  }

  private static String readValue(String name) throws Failure, IOException {
    var terminal = Terminal.find();
    if (terminal.isPresent()) {
      var typed = terminal.get().readPassword("Value of %s: ", name);
      if (typed == null || typed.length == 0) {
        throw Failure.invalid("No value was given.", "");
      }
      return new String(typed);
    }
    var reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var value = reader.lines().collect(Collectors.joining("\n"));
    if (value.isEmpty()) {
      throw Failure.invalid("No value was given.", "Give it on standard input.");
    }
    return value;
  }

  private interface Task {
    void run() throws Failure, IOException, EncryptedFile.SecretFileException;
  }

  private Console console() {
    return Console.plain(json);
  }

  private int guarded(Task task) {
    try {
      task.run();
      return Exit.DONE.code();
    } catch (Failure e) {
      return Failures.tell(console(), e).code();
    } catch (EncryptedFile.SecretFileException e) {
      return Failures.tell(console(), Failure.invalid(e.getMessage(), "")).code();
    } catch (IOException e) {
      return Failures.tell(console(), new Failure(Exit.FAILED, FileReason.of(e) + ".", "")).code();
    }
  }
}
