package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.sandbox.aws.cloudformation.change.Exports;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackOutput;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import dev.landfall.sandbox.aws.cloudformation.state.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the stacks of an account export in a region, and who imports it.
public record SharedExports(Store store) implements Exports {
  /// An export with the stack that makes it.
  public record Export(String name, String value, Stack stack) {}

  /// All exports, by name.
  public Map<String, Export> all() {
    var result = new TreeMap<String, Export>();
    for (var stack : live()) {
      // What an unfinished update would export counts only when the update is complete.
      var outputs =
          stack.former().map(former -> former.outputs()).orElse(stack.deployed().outputs());
      for (var output : outputs) {
        output
            .exportName()
            .ifPresent(name -> result.put(name, new Export(name, output.value(), stack)));
      }
    }
    return result;
  }

  @Override
  public Optional<String> value(String name) {
    return Optional.ofNullable(all().get(name)).map(Export::value);
  }

  /// The names of the stacks that import an export.
  public List<String> importers(String name) {
    return live().stream()
        .filter(stack ->
            stack.deployed().imports().contains(name)
                || stack.former().map(former -> former.imports().contains(name)).orElse(false))
        .map(Stack::name)
        .sorted()
        .toList();
  }

  /// Why a stack may not be deleted, as far as others import from it.
  public Optional<String> inUse(Stack stack) {
    for (var output : stack.deployed().outputs()) {
      var name = output.exportName().orElse("");
      var importers = importers(name);
      if (!importers.isEmpty()) {
        return Optional.of(
            "Export "
                + name
                + " cannot be deleted as it is in use by "
                + String.join(", ", importers));
      }
    }
    return Optional.empty();
  }

  /// Why a stack may not give these outputs instead of those it has.
  Optional<String> conflict(Stack stack, List<StackOutput> before, List<StackOutput> after) {
    var now = exports(after);
    for (var entry : exports(before).entrySet()) {
      var name = entry.getKey();
      var importers = importers(name);
      if (!importers.isEmpty() && !entry.getValue().equals(now.get(name))) {
        return Optional.of(
            "Export "
                + name
                + " cannot be "
                + (now.containsKey(name) ? "updated" : "deleted")
                + " as it is in use by "
                + joined(importers));
      }
    }
    for (var name : now.keySet()) {
      var other = all().get(name);
      if (other != null && !other.stack().id().equals(stack.id())) {
        return Optional.of(
            "Export with name " + name + " is already exported by stack " + other.stack().name());
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> exports(List<StackOutput> outputs) {
    var result = new LinkedHashMap<String, String>();
    outputs.forEach(
        output -> output.exportName().ifPresent(name -> result.put(name, output.value())));
    return result;
  }

  private static String joined(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  private List<Stack> live() {
    return store.stacks().stream()
        .filter(stack -> stack.status() != StackStatus.DELETE_COMPLETE)
        .toList();
  }

  /// Remembers which exports are asked for.
  static final class Watched implements Exports {
    private final Exports exports;
    private final Set<String> used = new TreeSet<>();

    Watched(Exports exports) {
      this.exports = exports;
    }

    @Override
    public Optional<String> value(String name) {
      used.add(name);
      return exports.value(name);
    }

    List<String> used() {
      return List.copyOf(used);
    }
  }
}
