package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The text of `Fn::Sub`: literal parts and `${…}`; `${!…}` is literal.
public final class SubText {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  private SubText() {}

  /// A piece of it.
  public sealed interface Part {}

  /// What stands for itself.
  public record Literal(String text) implements Part {}

  /// A name whose value is put in.
  public record Variable(String name) implements Part {}

  /// The pieces, in their order.
  public static List<Part> parts(String text) {
    var parts = new ArrayList<Part>();
    var variables = VARIABLE.matcher(text);
    int at = 0;
    while (variables.find()) {
      parts.add(new Literal(text.substring(at, variables.start())));
      var name = variables.group(1);
      parts.add(
          name.startsWith("!")
              ? new Literal("${" + name.substring(1) + "}")
              : new Variable(name.strip()));
      at = variables.end();
    }
    parts.add(new Literal(text.substring(at)));
    return parts;
  }
}
