package dev.landfall.sandbox.aws.iam;

import dev.landfall.cloudformation.specification.ResourceType;
import java.util.Locale;

/// What can have policies.
enum Holder {
  ROLE("Role", IamTypes.ROLE),
  USER("User", IamTypes.USER),
  GROUP("Group", IamTypes.GROUP);

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker")
  private final ResourceType type;

  @SuppressWarnings("ImmutableEnumChecker")
  private final ResourceType inline;

  Holder(String word, ResourceType type) {
    this.word = word;
    this.type = type;
    this.inline = IamTypes.type(word + "Policy");
  }

  /// As it stands in actions: `Role`.
  String word() {
    return word;
  }

  String lowerCase() {
    return word.toLowerCase(Locale.ROOT);
  }

  ResourceType type() {
    return type;
  }

  /// The type of an inline policy that is a resource of its own.
  ResourceType inline() {
    return inline;
  }

  /// The property that names it: `RoleName`.
  String nameProperty() {
    return word + "Name";
  }

  /// The property that names several: `Roles`.
  String several() {
    return word + "s";
  }
}
