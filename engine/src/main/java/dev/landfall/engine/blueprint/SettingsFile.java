package dev.landfall.engine.blueprint;

import dev.landfall.engine.secret.SecretSource;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A file beside the blueprint that is bound to a record, as a component's settings are: with the
/// same expressions, checks and places of problems.
public final class SettingsFile {
  private final String name;
  private final Node.Mapping content;

  private SettingsFile(String name, Node.Mapping content) {
    this.name = name;
    this.content = content;
  }

  /// A file, or what is wrong with it.
  public sealed interface Reading {
    /// It can be used.
    record Read(SettingsFile file) implements Reading {}

    /// It cannot.
    record Broken(List<Problem> problems) implements Reading {}
  }

  /// Reads a file.
  ///
  /// @param name as messages call it
  /// @param type of the record
  public static Reading read(String name, String text, Class<? extends Record> type) {
    var problems = new ArrayList<Problem>();
    var node = YamlReader.read(name, text, problems);
    if (node.isPresent() && !(node.get() instanceof Node.Mapping)) {
      problems.add(
          Problem.error(
              node.get().where(), "not a mapping", "It must begin with one of its keys."));
    }
    if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
      new SettingsCheck(problems, "").check(type, mapping, name);
      if (problems.stream().noneMatch(Problem::isError)) {
        return new Reading.Read(new SettingsFile(name, mapping));
      }
    }
    return new Reading.Broken(problems);
  }

  /// Resolves its expressions.
  ///
  /// @param produced what components have put out
  public <S extends Record> Resolution<S> resolve(
      Blueprint blueprint,
      Target target,
      SecretSource secrets,
      Map<String, Outputs> produced,
      Class<S> type) {
    return Resolver.resolve(blueprint, content, name, target, secrets, produced, type);
  }
}
