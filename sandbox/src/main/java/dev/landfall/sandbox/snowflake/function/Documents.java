package dev.landfall.sandbox.snowflake.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON documents as [Physical] keeps a VARIANT: in one canonical form. Stateless; threads may
/// share it.
public final class Documents {
  private Documents() {}

  /// @param duplicates whether a key may stand twice in an object; then the last one counts
  /// @param octal whether a number that begins with 0 is octal
  /// @param stripNulls whether members and elements that are null are left out
  public record Rules(boolean duplicates, boolean octal, boolean stripNulls) {
    /// As PARSE_JSON reads.
    public static final Rules PLAIN = new Rules(false, false, false);
  }

  /// A text that is no JSON.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int at;

    Malformed(String what, int at) {
      super(what, null, false, false);
      this.at = at;
    }

    /// Such as `missing comma`.
    public String what() {
      return String.valueOf(getMessage());
    }

    /// How many characters of the document were read.
    public int at() {
      return at;
    }
  }

  public static DocumentValue read(String document, Rules rules) throws Malformed {
    Json value;
    try {
      value = JsonReader.read(document, rules.duplicates(), rules.octal());
    } catch (JsonReader.Malformed e) {
      throw new Malformed(e.what(), e.at());
    }
    return new DocumentValue(rules.stripNulls() ? stripped(value) : value);
  }

  /// A value of Java's as a VARIANT: null, a Boolean, a number, a text, a list, or a map with texts
  /// as keys.
  ///
  /// @throws IllegalArgumentException for anything else
  public static String variant(@Nullable Object value) {
    return json(value).canonical();
  }

  static Json json(@Nullable Object value) {
    return switch (value) {
      case null -> Json.nil();
      case Boolean bool -> Json.of(bool);
      case BigDecimal number -> new Json.Exact(number);
      case BigInteger number -> new Json.Exact(new BigDecimal(number));
      case Double number -> new Json.Real(number);
      case Float number -> new Json.Real(number);
      case Number number -> Json.of(number.longValue());
      case String text -> Json.of(text);
      case List<?> items -> {
        var all = new ArrayList<Json>();
        items.forEach(item -> all.add(json(item)));
        yield new Json.Items(all);
      }
      case Map<?, ?> members -> {
        Map<String, Json> all = new TreeMap<>();
        members.forEach((key, member) -> all.put(String.valueOf(key), json(member)));
        yield new Json.Members(all);
      }
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  private static Json stripped(Json value) {
    return switch (value) {
      case Json.Items(var items) -> {
        var kept = new ArrayList<Json>();
        for (var item : items) {
          if (!(item instanceof Json.Nil)) {
            kept.add(stripped(item));
          }
        }
        yield new Json.Items(kept);
      }
      case Json.Members(var members) -> {
        Map<String, Json> kept = new TreeMap<>();
        members.forEach((key, member) -> {
          if (!(member instanceof Json.Nil)) {
            kept.put(key, stripped(member));
          }
        });
        yield new Json.Members(kept);
      }
      default -> value;
    };
  }
}
