package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.BOOL;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.LONG;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// What the functions of regular expressions compute (Snowflake, "String functions (regular
/// expressions)"). Java's expressions know all that Snowflake's know.
final class Regex {
  static final Kernel LIKE =
      Kernel.of(
          "sf_regexp_like",
          BOOL,
          a -> pattern(a.text(1), a.text(2)).matcher(a.text(0)).matches(),
          TEXT,
          TEXT,
          TEXT);
  static final Kernel COUNT =
      Kernel.of(
          "sf_regexp_count",
          LONG,
          a -> {
            var matcher = pattern(a.text(1), a.text(3)).matcher(a.text(0));
            long count = 0;
            int from = start(a.text(0), a.number(2));
            while (next(matcher, from, count == 0)) {
              count++;
            }
            return count;
          },
          TEXT,
          TEXT,
          LONG,
          TEXT);
  static final Kernel REPLACE =
      Kernel.of(
          "sf_regexp_replace",
          TEXT,
          a ->
              replace(
                  a.text(0),
                  pattern(a.text(1), a.text(5)),
                  a.text(2),
                  start(a.text(0), a.number(3)),
                  a.number(4)),
          TEXT,
          TEXT,
          TEXT,
          LONG,
          LONG,
          TEXT);
  static final Kernel SUBSTR =
      Kernel.of(
          "sf_regexp_substr",
          TEXT,
          a -> {
            var matcher = pattern(a.text(1), a.text(4)).matcher(a.text(0));
            return find(matcher, start(a.text(0), a.number(2)), a.number(3))
                ? matcher.group(group(matcher, a.text(4), a.number(5)))
                : null;
          },
          TEXT,
          TEXT,
          LONG,
          LONG,
          TEXT,
          LONG);
  static final Kernel SUBSTR_ALL =
      Kernel.of(
          "sf_regexp_substr_all",
          TEXT,
          a -> {
            var matcher = pattern(a.text(1), a.text(4)).matcher(a.text(0));
            return all(
                matcher,
                start(a.text(0), a.number(2)),
                a.number(3),
                group(matcher, a.text(4), a.number(5)));
          },
          TEXT,
          TEXT,
          LONG,
          LONG,
          TEXT,
          LONG);
  static final Kernel INSTR =
      Kernel.of(
          "sf_regexp_instr",
          LONG,
          a -> {
            var matcher = pattern(a.text(1), a.text(5)).matcher(a.text(0));
            if (!find(matcher, start(a.text(0), a.number(2)), a.number(3))) {
              return 0;
            }
            int group = group(matcher, a.text(5), a.number(6));
            int at = a.number(4) == 1 ? matcher.end(group) : matcher.start(group);
            return at < 0 ? 0 : a.text(0).codePointCount(0, at) + 1;
          },
          TEXT,
          TEXT,
          LONG,
          LONG,
          LONG,
          TEXT,
          LONG);

  static final List<Kernel> KERNELS = List.of(LIKE, COUNT, REPLACE, SUBSTR, SUBSTR_ALL, INSTR);

  private record Key(String pattern, String parameters) {}

  private static final Map<Key, Pattern> KNOWN = new ConcurrentHashMap<>();
  private static final int KEEP = 500;

  private Regex() {}

  private static Pattern pattern(String pattern, String parameters) throws SnowflakeException {
    var key = new Key(pattern, parameters);
    var known = KNOWN.get(key);
    if (known != null) {
      return known;
    }
    Pattern made;
    try {
      made = Pattern.compile(pattern, flags(parameters));
    } catch (PatternSyntaxException e) {
      throw new SnowflakeException(
          "100048",
          "2201B",
          "Invalid regular expression: '" + pattern + "', " + e.getDescription());
    }
    if (KNOWN.size() < KEEP) {
      KNOWN.put(key, made);
    }
    return made;
  }

  private static int flags(String parameters) throws SnowflakeException {
    int flags = 0;
    for (int i = 0; i < parameters.length(); i++) {
      flags =
          switch (parameters.charAt(i)) {
            case 'c' -> flags & ~(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            case 'i' -> flags | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            case 'm' -> flags | Pattern.MULTILINE;
            case 's' -> flags | Pattern.DOTALL;
            case 'e' -> flags;
            default ->
                throw new SnowflakeException(
                    "100049",
                    "22023",
                    "Invalid parameter '"
                        + parameters.charAt(i)
                        + "' for regular expression function");
          };
    }
    return flags;
  }

  /// @param position counted from 1
  private static int start(String text, long position) throws SnowflakeException {
    if (position < 1) {
      throw new SnowflakeException(
          "100049", "22023", "Position must be positive, found " + position);
    }
    int characters = Characters.length(text);
    return position > characters ? text.length() : text.offsetByCodePoints(0, (int) position - 1);
  }

  private static boolean next(Matcher matcher, int from, boolean first) {
    return first ? matcher.find(from) : matcher.find();
  }

  private static boolean find(Matcher matcher, int from, long occurrence) {
    for (long i = 0; i < occurrence; i++) {
      if (!next(matcher, from, i == 0)) {
        return false;
      }
    }
    return occurrence > 0;
  }

  /// @param wanted -1 when it is not said
  private static int group(Matcher matcher, String parameters, long wanted)
      throws SnowflakeException {
    long group = wanted >= 0 ? wanted : parameters.indexOf('e') >= 0 ? 1 : 0;
    if (wanted < 0 && group > matcher.groupCount()) {
      return 0;
    }
    if (group > matcher.groupCount()) {
      throw new SnowflakeException(
          "100049",
          "22023",
          "Group number " + group + " is larger than the number of groups in the pattern");
    }
    return (int) group;
  }

  private static String all(Matcher matcher, int from, long occurrence, int group) {
    var found = new ArrayList<Json>();
    long count = 0;
    while (next(matcher, from, count == 0)) {
      count++;
      if (count >= occurrence) {
        var text = matcher.group(group);
        found.add(text == null ? Json.nil() : Json.of(text));
      }
    }
    return new Json.Items(found).canonical();
  }

  /// @param occurrence which match; 0 for all
  private static String replace(
      String text, Pattern pattern, String replacement, int from, long occurrence) {
    var matcher = pattern.matcher(text);
    var result = new StringBuilder();
    int copied = 0;
    long count = 0;
    while (next(matcher, from, count == 0)) {
      count++;
      if (occurrence == 0 || occurrence == count) {
        result.append(text, copied, matcher.start());
        expand(result, replacement, matcher);
        copied = matcher.end();
      }
    }
    return result.append(text, copied, text.length()).toString();
  }

  /// `\1` stands for the first group and so on, `\\` for a backslash.
  private static void expand(StringBuilder out, String replacement, Matcher matcher) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c != '\\' || i + 1 == replacement.length()) {
        out.append(c);
        continue;
      }
      char next = replacement.charAt(++i);
      if (next >= '0' && next <= '9') {
        int group = next - '0';
        @Nullable String text = group <= matcher.groupCount() ? matcher.group(group) : null;
        out.append(text == null ? "" : text);
      } else {
        out.append(next);
      }
    }
  }
}
