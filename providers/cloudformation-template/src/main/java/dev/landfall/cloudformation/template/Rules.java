package dev.landfall.cloudformation.template;

import dev.landfall.cloudformation.template.Template.Assertion;
import dev.landfall.cloudformation.template.Template.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Decides a template's rules, which see parameters, and what an account has.
public final class Rules {
  /// What an account has in a region.
  public interface Account {
    /// The values that parameters of a type may have; nothing when that is not known.
    ///
    /// @param type such as `AWS::EC2::VPC::Id`
    Optional<List<String>> all(String type);

    /// An attribute of a resource; nothing when it is not known.
    ///
    /// @param type as in [#all]
    Optional<String> attribute(String type, String id, String attribute);
  }

  /// An assertion that does not hold.
  public record Failure(Rule rule, Assertion assertion) {
    /// What CloudFormation says.
    public String message() {
      return assertion
          .description()
          .orElse("Template error: an assertion of rule " + rule.name() + " does not hold");
    }
  }

  private final Template template;
  private final Lookup lookup;
  private final Account account;

  private Rules(Template template, Lookup lookup, Account account) {
    this.template = template;
    this.lookup = lookup;
    this.account = account;
  }

  /// The assertions that do not hold; those that depend on something unknown are not among them.
  public static List<Failure> failures(Template template, Lookup lookup, Account account)
      throws CloudFormationException {
    var rules = new Rules(template, lookup, account);
    var failures = new ArrayList<Failure>();
    for (var rule : template.rules().values()) {
      if (rule.condition().isPresent() && !isTrue(rules.value(rule.condition().get()))) {
        continue;
      }
      for (var assertion : rule.assertions()) {
        var holds = rules.value(assertion.holds());
        if (!Evaluator.isUnknown(holds) && !isTrue(holds)) {
          failures.add(new Failure(rule, assertion));
        }
      }
    }
    return failures;
  }

  private static boolean isTrue(JsonNode node) {
    return node.asString("").equals("true");
  }

  private static JsonNode truth(boolean value) {
    return JsonNodeFactory.instance.booleanNode(value);
  }

  private JsonNode value(JsonNode node) throws CloudFormationException {
    if (node.isArray()) {
      var list = Json.list();
      for (var item : node) {
        list.add(value(item));
      }
      return list;
    }
    if (!node.isObject() || node.size() != 1) {
      return node;
    }
    var name = node.propertyNames().iterator().next();
    var argument = node.get(name);
    return switch (name) {
      case "Ref" -> ref(argument.asString(""));
      case "Fn::And", "Fn::Or" -> junction(argument, name.equals("Fn::Or"));
      case "Fn::RefAll" -> list(account.all(argument.asString()));
      case "Fn::ValueOf" -> valueOf(argument.get(0).asString(""), argument.get(1).asString(""));
      case "Fn::ValueOfAll" ->
          valueOfAll(argument.get(0).asString(""), argument.get(1).asString(""));
      default -> {
        var arguments = value(argument);
        yield Evaluator.isUnknown(arguments) ? Evaluator.UNKNOWN : plain(name, arguments);
      }
    };
  }

  private JsonNode ref(String name) throws CloudFormationException {
    if (template.resources().containsKey(name)) {
      throw CloudFormationException.validation(
          "Template format error: Unresolved dependencies ["
              + name
              + "]. Cannot reference resources in the Rules block of the template");
    }
    return lookup.ref(name).orElseThrow(() -> TemplateCheck.unresolved(List.of(name), "Rules"));
  }

  /// One part that decides is enough, whatever is not known of the others.
  private JsonNode junction(JsonNode parts, boolean decides) throws CloudFormationException {
    boolean unknown = false;
    for (var part : parts) {
      var value = value(part);
      if (Evaluator.isUnknown(value)) {
        unknown = true;
      } else if (isTrue(value) == decides) {
        return truth(decides);
      }
    }
    return unknown ? Evaluator.UNKNOWN : truth(!decides);
  }

  private static JsonNode plain(String name, JsonNode arguments) throws CloudFormationException {
    var first = arguments.path(0);
    var second = arguments.path(1);
    return truth(
        switch (name) {
          case "Fn::Not" -> !isTrue(first);
          case "Fn::Equals" -> Json.same(first, second);
          case "Fn::Contains" -> contains(first, second);
          case "Fn::EachMemberEquals" -> first.valueStream().allMatch(m -> Json.same(m, second));
          case "Fn::EachMemberIn" -> first.valueStream().allMatch(m -> contains(second, m));
          default -> throw TemplateCheck.unsupported(name);
        });
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    return list.valueStream().anyMatch(member -> Json.same(member, value));
  }

  private JsonNode valueOf(String parameter, String attribute) throws CloudFormationException {
    var declaration = template.parameters().get(parameter);
    if (declaration == null) {
      throw TemplateCheck.unresolved(List.of(parameter), "Rules");
    }
    var value = ref(parameter);
    if (Evaluator.isUnknown(value)) {
      return Evaluator.UNKNOWN;
    }
    var type = declaration.type().replaceFirst("^AWS::SSM::Parameter::Value<(.*)>$", "$1");
    var inner = type.replaceFirst("^List<(.*)>$", "$1");
    if (value.isArray()) {
      return list(
          attributes(inner, value.valueStream().map(JsonNode::asString).toList(), attribute));
    }
    return account
        .attribute(inner, value.asString(), attribute)
        .map(Json::text)
        .orElse(Evaluator.UNKNOWN);
  }

  private JsonNode valueOfAll(String type, String attribute) {
    return list(account.all(type).flatMap(ids -> attributes(type, ids, attribute)));
  }

  private Optional<List<String>> attributes(String type, List<String> ids, String attribute) {
    var values = new ArrayList<String>();
    for (var id : ids) {
      var value = account.attribute(type, id, attribute);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private static JsonNode list(Optional<List<String>> values) {
    return values.<JsonNode>map(Json::list).orElse(Evaluator.UNKNOWN);
  }
}
