package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.template.DynamicReference;
import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.SecureReferences;
import dev.landfall.cloudformation.template.TemplateCheck;

/// Checks the dynamic references of a template: how they are written, and where secure ones stand.
final class DynamicReferences {
  private final TemplateFile file;
  private final Findings findings;

  DynamicReferences(TemplateFile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  void check() {
    file.section("Parameters")
        .values()
        .forEach(parameter -> parameter.member("Default").ifPresent(this::byDefault));
    file.section("Resources")
        .values()
        .forEach(resource -> {
          var type = resource.member("Type").flatMap(Part::text).orElse("");
          resource
              .member("Properties")
              .ifPresent(properties -> visit(properties, type + "/Properties", false));
        });
  }

  private void byDefault(Part value) {
    wellFormed(value);
    if (TemplateCheck.isVersionless(value.text().orElse(""))) {
      findings.error(
          value,
          "dynamic reference without a version",
          "The default of a parameter has to say which version it means: {{resolve:ssm:NAME:1}}.");
    }
  }

  /// @param place the type and the names of properties down to the first list
  /// @param made whether a function makes something of the part
  private void visit(Part part, String place, boolean made) {
    var call = part.call();
    if (call.isPresent()) {
      visit(call.get().argument(), place, true);
      return;
    }
    part.items().forEach(item -> visit(item, place, made));
    part.members()
        .forEach((name, member) -> visit(member, made ? place : place + "/" + name, made));
    if (part.text().isPresent()) {
      wellFormed(part);
      if (!made) {
        complete(part);
      }
      placed(part, place);
    }
  }

  private void wellFormed(Part part) {
    for (var reference : DynamicReference.inTemplate(part.value())) {
      if (reference instanceof DynamicReference.Malformed malformed) {
        findings.error(part, "malformed dynamic reference " + malformed.text(), malformed.advice());
      }
    }
  }

  private void complete(Part part) {
    var text = part.text().orElse("");
    int last = text.lastIndexOf(DynamicReference.BEGIN);
    if (last >= 0 && text.indexOf("}}", last) < 0) {
      findings.error(part, "dynamic reference without an end", "It ends with \"}}\".");
    }
  }

  private void placed(Part part, String place) {
    for (var reference : DynamicReference.inTemplate(part.value())) {
      if (reference instanceof DynamicReference.Parameter parameter
          && parameter.secure()
          && !SecureReferences.isSupported(place)) {
        findings.error(
            part,
            "secure reference where none is possible",
            "CloudFormation takes ssm-secure in a few properties only, and "
                + place.replace("/Properties/", ".")
                + " is none of them. Keep the value in Secrets Manager.");
      }
    }
  }
}
