package dev.landfall.sandbox.aws.logs;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A filter pattern of terms; those for JSON and for fields are refused.
///
/// Source: "Filter pattern syntax" in the Amazon CloudWatch Logs User Guide.
///
/// @param all that must be there
/// @param any of which one must be there, unless there are none
/// @param none that must not be there
record LogFilter(List<String> all, List<String> any, List<String> none) {
  private static final Pattern TERM = Pattern.compile("([-?]?)(?:\"([^\"]*)\"|(\\S+))");

  static LogFilter of(String pattern) throws AwsError {
    if (pattern.startsWith("{") || pattern.startsWith("[") || pattern.startsWith("%")) {
      throw LogErrors.invalid("The sandbox honours filter patterns of terms only.");
    }
    var all = new ArrayList<String>();
    var any = new ArrayList<String>();
    var none = new ArrayList<String>();
    var terms = TERM.matcher(pattern);
    while (terms.find()) {
      var term = terms.group(2) == null ? terms.group(3) : terms.group(2);
      switch (terms.group(1)) {
        case "-" -> none.add(term);
        case "?" -> any.add(term);
        default -> all.add(term);
      }
    }
    return new LogFilter(all, any, none);
  }

  boolean matches(String message) {
    return all.stream().allMatch(message::contains)
        && (any.isEmpty() || any.stream().anyMatch(message::contains))
        && none.stream().noneMatch(message::contains);
  }
}
