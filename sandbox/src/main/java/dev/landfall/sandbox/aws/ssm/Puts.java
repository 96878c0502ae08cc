package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.ssm.ParameterStore.Parameter;
import dev.landfall.sandbox.aws.ssm.Version.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// New parameters, and new versions of those there are. Wants the store's lock to be held.
///
/// Source: "PutParameter" in the AWS Systems Manager API Reference, "Managing parameter tiers" in
/// the User Guide.
final class Puts {
  static final String IMAGE = "aws:ec2:image";
  static final String STANDARD = "Standard";
  static final String ADVANCED = "Advanced";

  private static final String INTELLIGENT = "Intelligent-Tiering";
  private static final Set<String> TYPES = Set.of("String", "StringList", Version.SECURE);
  private static final Set<String> TIERS = Set.of(STANDARD, ADVANCED, INTELLIGENT);
  private static final int LONGEST_STANDARD = 4096;
  private static final int LONGEST_ADVANCED = 8192;
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final int MOST_VERSIONS = 100;
  private static final String OWN_KEY = "alias/aws/ssm";

  private final ParameterStore store;
  private final Clock clock;

  Puts(ParameterStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// What is wanted; empty texts stand for what was left out.
  ///
  /// @param policies in JSON
  record Wanted(Settings settings, String policies) {}

  /// A parameter that is not there yet.
  Version create(Scope scope, String name, Wanted wanted, Map<String, String> tags, String user)
      throws AwsError {
    ParameterName.check(scope, name);
    if (store.get(scope, name).isPresent()) {
      throw SsmErrors.of(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    if (wanted.settings().type().isEmpty()) {
      throw SsmErrors.invalid("A parameter type is required when you create a parameter.");
    }
    ParameterTags.check(tags);
    var settings = completed(wanted, new Settings("", "", STANDARD, "", "", "text", ""));
    var version = new Version(1, settings, clock.millis(), user, List.of());
    store.put(scope, new Parameter(name, 1, tags), version, Optional.empty());
    return version;
  }

  /// A version more.
  Version overwrite(Scope scope, Parameter parameter, Wanted wanted, String user) throws AwsError {
    var before = store.latest(scope, parameter);
    var type = wanted.settings().type();
    if (!type.isEmpty() && !type.equals(before.settings().type())) {
      throw SsmErrors.of(
          "HierarchyTypeMismatchException",
          "Parameter Store does not support changing a parameter's type from "
              + before.settings().type()
              + " to "
              + type
              + ". Create a new, unique parameter instead.");
    }
    var settings = completed(wanted, before.settings());
    var versions = store.versions(scope, parameter.name());
    var dropped = Optional.<Long>empty();
    if (versions.size() >= MOST_VERSIONS) {
      var oldest = versions.getFirst();
      if (!oldest.labels().isEmpty()) {
        throw SsmErrors.of(
            "ParameterMaxVersionLimitExceeded",
            "You attempted to create a new version of "
                + parameter.name()
                + " by calling the PutParameter API with the overwrite flag. Version "
                + oldest.number()
                + ", the oldest version, can't be deleted because it has a label associated with"
                + " it. Move the label to another version of the parameter, and try again.");
      }
      dropped = Optional.of(oldest.number());
    }
    var newest = new Version(parameter.latest() + 1, settings, clock.millis(), user, List.of());
    store.put(
        scope, new Parameter(parameter.name(), newest.number(), parameter.tags()), newest, dropped);
    return newest;
  }

  /// What was left out is as it was.
  private static Settings completed(Wanted wanted, Settings before) throws AwsError {
    var given = wanted.settings();
    var type = or(given.type(), before.type());
    if (!TYPES.contains(type)) {
      throw SsmErrors.invalid(
          type, "type", "Member must satisfy enum value set: [SecureString, StringList, String]");
    }
    if (given.value().isEmpty()) {
      throw SsmErrors.invalid("", "value", "Member must have length greater than or equal to 1");
    }
    if (given.description().length() > LONGEST_DESCRIPTION) {
      throw SsmErrors.invalid(
          given.description(), "description", "Member must have length less than or equal to 1024");
    }
    if (!wanted.policies().isEmpty() && !wanted.policies().equals("[]")) {
      throw SsmErrors.invalid("The sandbox does not honour policies of parameters.");
    }
    if (!given.keyId().isEmpty() && !type.equals(Version.SECURE)) {
      throw SsmErrors.invalid("KeyId is required for SecureString type parameter only.");
    }
    var dataType = or(given.dataType(), before.dataType());
    if (!dataType.equals("text") && !dataType.equals(IMAGE)) {
      throw SsmErrors.invalid(
          "The following data type is not supported: "
              + dataType
              + " (Data type names are all lowercase.)");
    }
    if (dataType.equals(IMAGE) && !given.value().matches("ami-[0-9a-f]{8}([0-9a-f]{9})?")) {
      throw SsmErrors.invalid("A parameter of data type " + IMAGE + " holds the id of an image.");
    }
    var pattern = or(given.allowedPattern(), before.allowedPattern());
    checkPattern(pattern, given.value());
    return new Settings(
        type,
        given.value(),
        tier(given, before.tier()),
        or(given.description(), before.description()),
        pattern,
        dataType,
        type.equals(Version.SECURE) ? or(given.keyId(), or(before.keyId(), OWN_KEY)) : "");
  }

  private static String or(String given, String before) {
    return given.isEmpty() ? before : given;
  }

  private static void checkPattern(String pattern, String value) throws AwsError {
    if (pattern.isEmpty()) {
      return;
    }
    try {
      if (!Pattern.compile(pattern).matcher(value).find()) {
        throw SsmErrors.of(
            "ParameterPatternMismatchException",
            "Parameter value, cannot be validated against allowedPattern: " + pattern);
      }
    } catch (PatternSyntaxException e) {
      throw SsmErrors.of(
          "InvalidAllowedPatternException",
          "The request does not meet the regular expression requirement.");
    }
  }

  private static String tier(Settings given, String before) throws AwsError {
    var wanted = or(given.tier(), before);
    if (!TIERS.contains(wanted)) {
      throw SsmErrors.invalid(
          wanted,
          "tier",
          "Member must satisfy enum value set: [Standard, Advanced, Intelligent-Tiering]");
    }
    int length = given.value().length();
    if (wanted.equals(STANDARD) && before.equals(ADVANCED)) {
      throw SsmErrors.invalid(
          "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from"
              + " the advanced-parameter tier to the standard-parameter tier. If necessary, you can"
              + " delete the advanced parameter and recreate it as a standard parameter.");
    }
    if (wanted.equals(STANDARD) && length > LONGEST_STANDARD) {
      throw SsmErrors.invalid(
          "Standard tier parameters support a maximum parameter value of 4096 characters. To create"
              + " a larger parameter value, upgrade the parameter to use the advanced-parameter"
              + " tier.");
    }
    if (length > LONGEST_ADVANCED) {
      throw SsmErrors.invalid(
          "Advanced tier parameters support a maximum parameter value of 8192 characters.");
    }
    if (wanted.equals(INTELLIGENT)) {
      return length > LONGEST_STANDARD || before.equals(ADVANCED) ? ADVANCED : STANDARD;
    }
    return wanted;
  }
}
