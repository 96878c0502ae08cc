package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.Place;
import java.util.ArrayList;
import java.util.List;

/// A nested stack's template that lies beside the one that names it, where CloudFormation wants the
/// address of an object in a bucket.
///
/// @param resource the logical id of the nested stack
/// @param path relative to the folder of the template that names it
/// @param place where it is named
public record LocalTemplate(String resource, String path, Place place) {
  /// The type of nested stacks.
  static final String STACK = "AWS::CloudFormation::Stack";

  /// The property that names a template.
  public static final String PROPERTY = "TemplateURL";

  /// All that a template names.
  public static List<LocalTemplate> of(TemplateFile file) {
    var found = new ArrayList<LocalTemplate>();
    file.section("Resources")
        .forEach((name, resource) -> {
          if (resource.member("Type").flatMap(Part::text).filter(STACK::equals).isPresent()) {
            resource
                .member("Properties")
                .flatMap(properties -> properties.member(PROPERTY))
                .ifPresent(part ->
                    part.text()
                        .filter(path -> !path.contains("://") && !path.contains("{{"))
                        .ifPresent(path -> found.add(new LocalTemplate(name, path, part.place()))));
          }
        });
    return found;
  }
}
