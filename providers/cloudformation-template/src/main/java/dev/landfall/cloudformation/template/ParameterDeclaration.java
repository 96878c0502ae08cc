package dev.landfall.cloudformation.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A parameter (CloudFormation User Guide, "Parameters").
///
/// @param noEcho whether its value is never shown
public record ParameterDeclaration(
    String name,
    String type,
    Optional<String> defaultValue,
    Optional<String> description,
    boolean noEcho,
    List<String> allowedValues,
    Optional<String> allowedPattern,
    Optional<String> constraintDescription,
    Optional<BigDecimal> minValue,
    Optional<BigDecimal> maxValue,
    Optional<Integer> minLength,
    Optional<Integer> maxLength) {
  private static final Set<String> OWN =
      Set.of("String", "Number", "CommaDelimitedList", "List<Number>", "AWS::SSM::Parameter::Name");
  private static final Set<String> SINGLE =
      Set.of(
          "AWS::EC2::AvailabilityZone::Name",
          "AWS::EC2::Image::Id",
          "AWS::EC2::Instance::Id",
          "AWS::EC2::KeyPair::KeyName",
          "AWS::EC2::SecurityGroup::GroupName",
          "AWS::EC2::SecurityGroup::Id",
          "AWS::EC2::Subnet::Id",
          "AWS::EC2::Volume::Id",
          "AWS::EC2::VPC::Id",
          "AWS::Route53::HostedZone::Id");
  private static final int MOST_DIGITS = 1_000;
  private static final String STORED = "AWS::SSM::Parameter::Value<";

  public ParameterDeclaration {
    allowedValues = List.copyOf(allowedValues);
  }

  /// Whether parameters may be of a type.
  public static boolean isType(String type) {
    if (type.startsWith(STORED) && type.endsWith(">")) {
      var inner = type.substring(STORED.length(), type.length() - 1);
      return inner.equals("String")
          || inner.equals("CommaDelimitedList")
          || inner.equals("List<String>")
          || isAws(inner);
    }
    return OWN.contains(type) || isAws(type);
  }

  private static boolean isAws(String type) {
    return SINGLE.contains(type)
        || (type.startsWith("List<")
            && type.endsWith(">")
            && SINGLE.contains(type.substring(5, type.length() - 1)));
  }

  /// The types that parameters may be of, without lists of AWS's types and values in Systems
  /// Manager.
  public static Set<String> types() {
    var types = new TreeSet<>(SINGLE);
    types.addAll(OWN);
    return types;
  }

  /// Whether its value is the name of a parameter in Systems Manager that holds the value.
  public boolean isStored() {
    return type.startsWith(STORED);
  }

  /// Whether `Ref` gives a list.
  public boolean isList() {
    return type.contains("List<") || type.contains("CommaDelimitedList");
  }

  /// Refuses a value that the declaration does not allow.
  public void check(String value) throws CloudFormationException {
    if (type.equals("Number")) {
      number(value);
    } else if (type.equals("List<Number>")) {
      for (var part : value.split(",")) {
        number(part.strip());
      }
    }
    if (!allowedValues.isEmpty()) {
      for (var part : isList() ? value.split(",") : new String[] {value}) {
        if (!allowedValues.contains(isList() ? part.strip() : part)) {
          throw refused("must be one of AllowedValues");
        }
      }
    }
    if (allowedPattern.isPresent() && !matches(allowedPattern.get(), value)) {
      throw refused("must match pattern " + allowedPattern.get());
    }
    if (minLength.isPresent() && value.length() < minLength.get()) {
      throw refused("must contain at least " + minLength.get() + " characters");
    }
    if (maxLength.isPresent() && value.length() > maxLength.get()) {
      throw refused("must contain at most " + maxLength.get() + " characters");
    }
  }

  private void number(String value) throws CloudFormationException {
    BigDecimal number;
    try {
      number = decimal(value);
    } catch (NumberFormatException e) {
      throw CloudFormationException.validation("Parameter '" + name + "' must be a number.");
    }
    if (minValue.isPresent() && number.compareTo(minValue.get()) < 0) {
      throw refused("must be a number not less than " + minValue.get().toPlainString());
    }
    if (maxValue.isPresent() && number.compareTo(maxValue.get()) > 0) {
      throw refused("must be a number not greater than " + maxValue.get().toPlainString());
    }
  }

  /// A number that can be written out.
  ///
  /// @throws NumberFormatException when it is none
  static BigDecimal decimal(String text) {
    var number = new BigDecimal(text);
    if (Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw new NumberFormatException("too many digits");
    }
    return number;
  }

  private boolean matches(String pattern, String value) throws CloudFormationException {
    try {
      return Pattern.matches(pattern, value);
    } catch (PatternSyntaxException e) {
      throw CloudFormationException.validation(
          "Template error: AllowedPattern of parameter " + name + " is not a regular expression");
    }
  }

  private CloudFormationException refused(String why) {
    return CloudFormationException.validation(
        constraintDescription
            .map(text -> "Parameter " + name + " failed to satisfy constraint: " + text)
            .orElseGet(() -> "Parameter '" + name + "' " + why));
  }
}
