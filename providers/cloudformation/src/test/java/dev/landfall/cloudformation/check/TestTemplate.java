package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.check.TemplateFile.Reading;
import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Source;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A template in a repository, with the settings of its component.
final class TestTemplate {
  private final Path root;
  private final String name;
  private final Map<String, Value> parameters = new HashMap<>();
  private final List<String> capabilities = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();

  private TestTemplate(Path root, String name) {
    this.root = root;
    this.name = name;
  }

  static TestTemplate of(Path root, String text) throws IOException {
    Files.writeString(root.resolve("t.yaml"), text);
    return new TestTemplate(root, "t.yaml");
  }

  TestTemplate with(String parameter, Value value) {
    parameters.put(parameter, value);
    return this;
  }

  TestTemplate with(String parameter, Object value) {
    return with(parameter, new Value.Known(value, false));
  }

  TestTemplate capability(String capability) {
    capabilities.add(capability);
    return this;
  }

  TestTemplate unchecked(String name) {
    unchecked.add(name);
    return this;
  }

  Reading read() {
    return TemplateFile.read(new Source(root, "infrastructure", "x"), name);
  }

  List<String> problems() {
    return problems(true);
  }

  /// @param secrets whether their values are there
  List<String> problems(boolean secrets) {
    var settings =
        new CloudFormationSettings(
            name,
            Optional.empty(),
            Optional.empty(),
            parameters,
            Map.of(),
            capabilities,
            unchecked,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    var problems =
        switch (read()) {
          case Reading.Read(var file) -> LocalCheck.problems(file, settings, secrets);
          case Reading.Broken(var broken) -> broken;
        };
    return problems.stream()
        .sorted()
        .map(Problem::toString)
        .map(text -> text.replace("infrastructure/t.yaml:", "").replace(" error:", ""))
        .toList();
  }
}
