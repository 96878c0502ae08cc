package dev.landfall.cloudformation.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The functions that need nothing but their arguments, which have been evaluated.
final class Functions {
  private Functions() {}

  static JsonNode join(JsonNode argument) throws CloudFormationException {
    if (argument.size() != 2 || !argument.get(0).isString() || !argument.get(1).isArray()) {
      throw CloudFormationException.validation(
          "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and"
              + " (2) a list of strings to be joined or a function that returns a list of strings"
              + " (such as Fn::GetAZs) to be joined.");
    }
    var texts = new ArrayList<String>();
    for (var part : argument.get(1)) {
      texts.add(part.asString(""));
    }
    return Json.text(String.join(argument.get(0).asString(), texts));
  }

  static JsonNode select(JsonNode argument) throws CloudFormationException {
    if (argument.size() != 2
        || !argument.get(0).asString("").matches("-?[0-9]{1,9}")
        || !argument.get(1).isArray()) {
      throw CloudFormationException.validation(
          "Template error: Fn::Select requires a list argument with two elements: an integer index"
              + " and a list");
    }
    int index = Integer.parseInt(argument.get(0).asString());
    var value = index < 0 ? null : argument.get(1).get(index);
    if (value == null) {
      throw CloudFormationException.validation(
          "Template error: Fn::Select cannot select nonexistent value at index " + index);
    }
    return value;
  }

  static JsonNode split(JsonNode argument) throws CloudFormationException {
    if (argument.size() != 2
        || argument.get(0).asString("").isEmpty()
        || !argument.get(1).isValueNode()) {
      throw CloudFormationException.validation(
          "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and"
              + " (2) a string to be split or a function that returns a string to be split.");
    }
    var delimiter = Pattern.quote(argument.get(0).asString());
    return Json.list(List.of(argument.get(1).asString().split(delimiter, -1)));
  }

  static JsonNode base64(JsonNode argument) throws CloudFormationException {
    if (!argument.isValueNode()) {
      throw CloudFormationException.validation(
          "Template error: every Fn::Base64 object must have a String-typed value.");
    }
    return Json.text(
        Base64.getEncoder().encodeToString(argument.asString().getBytes(StandardCharsets.UTF_8)));
  }

  static JsonNode zones(JsonNode argument, String region) throws CloudFormationException {
    if (!argument.isValueNode()) {
      throw CloudFormationException.validation(
          "Template error: Fn::GetAZs requires a string or a Ref of AWS::Region");
    }
    var wanted = argument.asString().isEmpty() ? region : argument.asString();
    return Json.list(List.of(wanted + "a", wanted + "b", wanted + "c"));
  }

  static JsonNode find(Map<String, JsonNode> mappings, JsonNode argument)
      throws CloudFormationException {
    if (argument.size() == 4 && argument.get(3).has("DefaultValue")) {
      throw CloudFormationException.notHonoured("DefaultValue of Fn::FindInMap");
    }
    if (argument.size() != 3) {
      throw CloudFormationException.validation(
          "Template error: every Fn::FindInMap object requires three parameters, the map name, map"
              + " key and the attribute for return value");
    }
    var map = argument.get(0).asString("");
    var key = argument.get(1).asString("");
    var attribute = argument.get(2).asString("");
    var found = mappings.get(map);
    if (found == null) {
      throw TemplateCheck.noMapping(map);
    }
    var value = found.path(key).path(attribute);
    if (value.isMissingNode()) {
      throw CloudFormationException.validation(
          "Template error: Unable to get mapping for " + map + "::" + key + "::" + attribute);
    }
    return Objects.requireNonNull(value);
  }
}
