package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.template.Limits;
import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.TemplateText;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import dev.landfall.spi.Source;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A template as it lies in a component's repository. Immutable.
///
/// @param shown what people call it
/// @param repository the folder that it may not lead out of
/// @param folder where the paths in it begin
/// @param body its text
/// @param root what it holds, which is an object
public record TemplateFile(String shown, Path repository, Path folder, String body, Part root) {
  /// What came of reading one.
  public sealed interface Reading {
    /// It can be read.
    record Read(TemplateFile file) implements Reading {}

    /// It cannot.
    record Broken(List<Problem> problems) implements Reading {
      public Broken {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Reads a template.
  ///
  /// @param path relative to the source's root
  public static Reading read(Source source, String path) {
    var where = Location.ofSetting("template");
    try {
      var root = source.root().toRealPath();
      return read(root, root.resolve(path), source.show(path), path, where);
    } catch (IOException e) {
      return unreadable(where, path, e);
    }
  }

  /// Reads a template that this one names.
  ///
  /// @param named relative to this one's folder
  public Reading beside(LocalTemplate named) {
    int slash = shown.lastIndexOf('/');
    return read(
        repository,
        folder.resolve(named.path()),
        shown.substring(0, slash + 1) + named.path(),
        named.path(),
        new Location(shown, named.place().line(), named.place().column()));
  }

  private static Reading read(Path root, Path named, String shown, String path, Location where) {
    try {
      var file = named.normalize();
      if (!file.startsWith(root) || (Files.exists(file) && !file.toRealPath().startsWith(root))) {
        return broken(
            where,
            "file outside of the repository",
            "\"" + path + "\" leads out of the component's repository. Move the file into it.");
      }
      var bytes = Files.size(file);
      if (bytes > Limits.MAX_URL_BYTES) {
        return broken(
            Location.of(shown),
            "template too large",
            "It has "
                + bytes
                + " bytes; a template may have "
                + Limits.MAX_URL_BYTES
                + ". Split it into several components.");
      }
      var folder = file.getParent() == null ? root : file.getParent();
      return parse(Files.readString(file), shown, root, folder);
    } catch (CharacterCodingException e) {
      return broken(Location.of(shown), "not UTF-8", "Save the file as UTF-8.");
    } catch (IOException e) {
      return unreadable(where, path, e);
    }
  }

  private static Reading unreadable(Location where, String path, IOException e) {
    return broken(where, "template cannot be read", "\"" + path + "\": " + FileReason.of(e) + ".");
  }

  private static Reading parse(String body, String shown, Path repository, Path folder) {
    var findings = new Findings(shown);
    switch (TemplateText.read(body)) {
      case TemplateText.Read(var root) when root.isObject() -> {
        return new Reading.Read(new TemplateFile(shown, repository, folder, body, root));
      }
      case TemplateText.Read(var root) ->
          findings.error(
              root, "not a template", "A template is a mapping with at least `Resources`.");
      case TemplateText.Malformed(var place, var language, var what) ->
          findings.error(place, "not " + language, sentence(what));
      case TemplateText.Repeated(var keys) ->
          keys.forEach(key ->
              findings.error(
                  key.place(),
                  "duplicate key \"" + key.name() + "\"",
                  "It stands twice in the same mapping. Take one of them out."));
    }
    return new Reading.Broken(findings.problems());
  }

  private static String sentence(String text) {
    var line = text.strip().lines().findFirst().orElse("");
    return line.isEmpty()
        ? ""
        : Character.toUpperCase(line.charAt(0))
            + line.substring(1)
            + (line.endsWith(".") ? "" : ".");
  }

  private static Reading broken(Location where, String summary, String detail) {
    return new Reading.Broken(List.of(Problem.error(where, summary, detail)));
  }

  /// What a section holds; nothing when it is not there or no mapping.
  Map<String, Part> section(String name) {
    return root.member(name).map(Part::members).orElse(Map.of());
  }

  /// The names of the outputs it declares.
  public Set<String> outputs() {
    return section("Outputs").keySet();
  }

  /// The types of its resources, by logical id.
  public Map<String, String> resources() {
    var types = new LinkedHashMap<String, String>();
    section("Resources")
        .forEach((name, resource) ->
            types.put(name, resource.member("Type").flatMap(Part::text).orElse("")));
    return types;
  }

  /// Whether a macro writes it anew before it is carried out.
  boolean isTransformed() {
    return root.member("Transform").isPresent();
  }
}
