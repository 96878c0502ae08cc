package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.LONG;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the functions of text compute.
final class StringKernels {
  static final String DEFAULT_DELIMITERS = " \t\n\u000b\f\r!?@\"^#$&~_,.:;+-*%/|\\[](){}<>";

  static final Kernel INITCAP =
      Kernel.of("sf_initcap", TEXT, a -> initcap(a.text(0), a.text(1)), TEXT, TEXT);
  static final Kernel SUBSTR =
      Kernel.of(
          "sf_substr",
          TEXT,
          a -> Characters.substr(a.text(0), a.number(1), a.number(2)),
          TEXT,
          LONG,
          LONG);
  static final Kernel SPLIT_PART =
      Kernel.of(
          "sf_split_part",
          TEXT,
          a -> {
            var parts = split(a.text(0), a.text(1));
            return part(parts, a.number(2));
          },
          TEXT,
          TEXT,
          LONG);
  static final Kernel SPLIT =
      Kernel.of("sf_split", TEXT, a -> array(split(a.text(0), a.text(1))), TEXT, TEXT);
  static final Kernel STRTOK =
      Kernel.of(
          "sf_strtok",
          TEXT,
          a -> {
            var tokens = tokens(a.text(0), a.text(1));
            long wanted = a.number(2);
            return wanted >= 1 && wanted <= tokens.size() ? tokens.get((int) wanted - 1) : null;
          },
          TEXT,
          TEXT,
          LONG);
  static final Kernel STRTOK_TO_ARRAY =
      Kernel.of("sf_strtok_to_array", TEXT, a -> array(tokens(a.text(0), a.text(1))), TEXT, TEXT);
  static final Kernel LPAD =
      Kernel.of(
          "sf_lpad",
          TEXT,
          a -> Characters.pad(a.text(0), limited(a.number(1)), a.text(2), true),
          TEXT,
          LONG,
          TEXT);
  static final Kernel RPAD =
      Kernel.of(
          "sf_rpad",
          TEXT,
          a -> Characters.pad(a.text(0), limited(a.number(1)), a.text(2), false),
          TEXT,
          LONG,
          TEXT);
  static final Kernel REPEAT =
      Kernel.of(
          "sf_repeat",
          TEXT,
          a -> {
            long times = Math.max(0, a.number(1));
            limited(times * Characters.length(a.text(0)));
            return a.text(0).repeat((int) times);
          },
          TEXT,
          LONG);
  static final Kernel REVERSE =
      Kernel.of("sf_reverse", TEXT, a -> Characters.reverse(a.text(0)), TEXT);
  static final Kernel POSITION =
      Kernel.of(
          "sf_position",
          LONG,
          a -> {
            if (a.number(2) < 1) {
              throw Errors.notSupported("a search that starts at position " + a.number(2));
            }
            return Characters.position(a.text(0), a.text(1), a.number(2));
          },
          TEXT,
          TEXT,
          LONG);
  static final Kernel ASCII =
      Kernel.of(
          "sf_ascii",
          LONG,
          a -> a.text(0).isEmpty() ? 0 : a.text(0).getBytes(StandardCharsets.UTF_8)[0] & 0xff,
          TEXT);
  static final Kernel CHR = Kernel.of("sf_chr", TEXT, a -> character(a.number(0)), LONG);
  static final Kernel EDITDISTANCE =
      Kernel.of(
          "sf_editdistance",
          LONG,
          a -> Similarity.editDistance(a.text(0), a.text(1), a.number(2)),
          TEXT,
          TEXT,
          LONG);
  static final Kernel JAROWINKLER =
      Kernel.of(
          "sf_jarowinkler",
          LONG,
          a -> (long) Similarity.jaroWinkler(a.text(0), a.text(1)),
          TEXT,
          TEXT);
  static final Kernel SOUNDEX =
      Kernel.of("sf_soundex", TEXT, a -> Similarity.soundex(a.text(0), true), TEXT);
  static final Kernel SOUNDEX_P123 =
      Kernel.of("sf_soundex_p123", TEXT, a -> Similarity.soundex(a.text(0), false), TEXT);
  static final Kernel PARSE_URL =
      Kernel.of("sf_parse_url", TEXT, a -> Urls.parse(a.text(0), a.number(1) == 1), TEXT, LONG);

  static final List<Kernel> KERNELS =
      List.of(
          INITCAP,
          SUBSTR,
          SPLIT_PART,
          SPLIT,
          STRTOK,
          STRTOK_TO_ARRAY,
          LPAD,
          RPAD,
          REPEAT,
          REVERSE,
          POSITION,
          ASCII,
          CHR,
          EDITDISTANCE,
          JAROWINKLER,
          SOUNDEX,
          SOUNDEX_P123,
          PARSE_URL);

  private StringKernels() {}

  private static String initcap(String text, String delimiters) {
    var result = new StringBuilder();
    boolean begin = true;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      result.appendCodePoint(begin ? Character.toUpperCase(c) : Character.toLowerCase(c));
      begin = delimiters.indexOf(c) >= 0;
    }
    return result.toString();
  }

  private static List<String> split(String text, String separator) {
    if (separator.isEmpty()) {
      return List.of(text);
    }
    var parts = new ArrayList<String>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /// 0 counts as 1, a negative number from the end.
  private static String part(List<String> parts, long wanted) {
    long index = wanted > 0 ? wanted - 1 : wanted == 0 ? 0 : parts.size() + wanted;
    return index >= 0 && index < parts.size() ? parts.get((int) index) : "";
  }

  private static List<String> tokens(String text, String delimiters) {
    if (delimiters.isEmpty()) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
    var tokens = new ArrayList<String>();
    var token = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (delimiters.indexOf(c) < 0) {
            token.appendCodePoint(c);
          } else if (!token.isEmpty()) {
            tokens.add(token.toString());
            token.setLength(0);
          }
        });
    if (!token.isEmpty()) {
      tokens.add(token.toString());
    }
    return tokens;
  }

  private static String array(List<String> texts) {
    return new Json.Items(texts.stream().map(Json::of).toList()).canonical();
  }

  /// @throws SnowflakeException when a text would be longer than Snowflake holds
  private static long limited(long length) throws SnowflakeException {
    if (length > DataType.MAX_TEXT) {
      throw new SnowflakeException(
          "100078",
          "22000",
          "String of length "
              + length
              + " is too long and would be truncated; the maximum is "
              + DataType.MAX_TEXT);
    }
    return length;
  }

  private static String character(long code) throws SnowflakeException {
    if (code < 0 || code > Character.MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) {
      throw new SnowflakeException(
          "100176",
          "22023",
          String.format(Locale.ROOT, "Invalid character code %d in the CHR input", code));
    }
    return Character.toString((int) code);
  }
}
