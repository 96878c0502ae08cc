package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Code that lies beside a template, where CloudFormation wants an object in a bucket.
///
/// @param resource the logical id of the resource that it is the code of
/// @param property that names it
/// @param path relative to the template's folder
/// @param place where it is named
public record LocalCode(String resource, String property, String path, Place place) {
  private static final Map<String, String> PROPERTIES =
      Map.of("AWS::Lambda::Function", "Code", "AWS::Lambda::LayerVersion", "Content");

  /// All that a template names.
  public static List<LocalCode> of(TemplateFile file) {
    var found = new ArrayList<LocalCode>();
    file.section("Resources")
        .forEach((name, resource) -> {
          var type = resource.member("Type").flatMap(Part::text).orElse("");
          property(type)
              .ifPresent(property ->
                  resource
                      .member("Properties")
                      .flatMap(properties -> properties.member(property))
                      .ifPresent(part ->
                          part.text()
                              .ifPresent(path ->
                                  found.add(new LocalCode(name, property, path, part.place())))));
        });
    return found;
  }

  /// The property of a type that may name a file or folder.
  static Optional<String> property(String type) {
    return Optional.ofNullable(PROPERTIES.get(type));
  }
}
