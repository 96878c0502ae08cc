package dev.landfall.sandbox.snowflake.function;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A format model of dates and times such as `YYYY-MM-DD HH24:MI:SS.FF3` (Snowflake, "Date and time
/// input and output formats"). Immutable.
final class DateTimeFormat {
  private static final Map<String, DateTimeFormat> KNOWN = new ConcurrentHashMap<>();
  private static final int KEEP = 500;

  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  /// The parts of a model; in this order the first that fits is taken.
  private enum Element {
    YYYY,
    UUUU,
    YY,
    MMMM,
    MON,
    MM,
    MI,
    DD,
    DY,
    HH24,
    HH12,
    HH,
    AM,
    PM,
    SS,
    FF,
    TZHTZM,
    TZH,
    TZM,
    TZD
  }

  /// @param digits of FF: how many, or -1 when it is not said
  private record Token(@Nullable Element element, String literal, int digits) {}

  /// What a text says.
  ///
  /// @param local the wall clock
  /// @param offset minutes east of UTC, when the text says so
  /// @param dated whether it says a date
  record Parsed(LocalDateTime local, Optional<Integer> offset, boolean dated) {}

  private final String model;
  private final List<Token> tokens;

  private DateTimeFormat(String model) {
    this.model = model;
    this.tokens = tokens(model);
  }

  static DateTimeFormat of(String model) {
    var known = KNOWN.get(model);
    if (known != null) {
      return known;
    }
    var made = new DateTimeFormat(model);
    if (KNOWN.size() < KEEP) {
      KNOWN.put(model, made);
    }
    return made;
  }

  String model() {
    return model;
  }

  private static List<Token> tokens(String model) {
    var tokens = new ArrayList<Token>();
    int at = 0;
    while (at < model.length()) {
      char c = model.charAt(at);
      if (c == '"') {
        int end = model.indexOf('"', at + 1);
        end = end < 0 ? model.length() : end;
        tokens.add(new Token(null, model.substring(at + 1, end), 0));
        at = end + 1;
        continue;
      }
      var element = element(model, at);
      if (element.isEmpty()) {
        tokens.add(new Token(null, String.valueOf(c), 0));
        at++;
        continue;
      }
      at += element.get().name().length();
      int digits = -1;
      if (element.get() == Element.FF
          && at < model.length()
          && Character.isDigit(model.charAt(at))) {
        digits = model.charAt(at++) - '0';
      }
      tokens.add(new Token(element.get(), "", digits));
    }
    return List.copyOf(tokens);
  }

  private static Optional<Element> element(String model, int at) {
    for (var element : Element.values()) {
      var name = element.name();
      if (model.regionMatches(true, at, name, 0, name.length())) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  /// @param offset minutes east of UTC
  String print(LocalDateTime local, int offset) {
    var out = new StringBuilder();
    for (var token : tokens) {
      switch (token.element()) {
        case null -> out.append(token.literal());
        case YYYY, UUUU -> pad(out, local.getYear(), 4);
        case YY -> pad(out, Math.floorMod(local.getYear(), 100), 2);
        case MMMM -> out.append(MONTHS.get(local.getMonthValue() - 1));
        case MON -> out.append(MONTHS.get(local.getMonthValue() - 1), 0, 3);
        case MM -> pad(out, local.getMonthValue(), 2);
        case MI -> pad(out, local.getMinute(), 2);
        case DD -> pad(out, local.getDayOfMonth(), 2);
        case DY -> out.append(DAYS.get(local.getDayOfWeek().getValue() - 1));
        case HH24 -> pad(out, local.getHour(), 2);
        case HH12, HH -> pad(out, (local.getHour() + 11) % 12 + 1, 2);
        case AM, PM -> out.append(local.getHour() < 12 ? "AM" : "PM");
        case SS -> pad(out, local.getSecond(), 2);
        case FF -> fraction(out, local.getNano(), token.digits() < 0 ? 9 : token.digits());
        case TZHTZM -> {
          hours(out, offset);
          pad(out, Math.abs(offset) % 60, 2);
        }
        case TZH -> hours(out, offset);
        case TZM -> pad(out, Math.abs(offset) % 60, 2);
        case TZD -> out.append(offset == 0 ? "Z" : "");
      }
    }
    return out.toString();
  }

  private static void pad(StringBuilder out, int number, int width) {
    var digits = Integer.toString(Math.abs(number));
    if (number < 0) {
      out.append('-');
    }
    out.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }

  private static void fraction(StringBuilder out, int nanos, int digits) {
    if (digits == 0) {
      if (!out.isEmpty() && out.charAt(out.length() - 1) == '.') {
        out.setLength(out.length() - 1);
      }
      return;
    }
    out.append(String.format(Locale.ROOT, "%09d", nanos), 0, digits);
  }

  private static void hours(StringBuilder out, int offset) {
    out.append(offset < 0 ? '-' : '+');
    pad(out, Math.abs(offset) / 60, 2);
  }

  /// Empty when the text is not of this form or is no date.
  Optional<Parsed> parse(String text) {
    return new Reading(text).read();
  }

  /// One text on its way through the model.
  private final class Reading {
    private final String text;
    private int at;
    private int year = 1970;
    private int month = 1;
    private int day = 1;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private boolean half;
    private boolean afternoon;
    private boolean dated;
    private boolean negative;
    private int offset;
    private boolean zoned;

    Reading(String text) {
      this.text = text;
    }

    Optional<Parsed> read() {
      for (int i = 0; i < tokens.size(); i++) {
        if (!take(tokens.get(i), i + 1 < tokens.size() && glued(tokens.get(i + 1)))) {
          return Optional.empty();
        }
      }
      if (at != text.length()) {
        return Optional.empty();
      }
      if (half) {
        if (hour < 1 || hour > 12) {
          return Optional.empty();
        }
        hour = hour % 12 + (afternoon ? 12 : 0);
      }
      try {
        var local =
            LocalDateTime.of(
                LocalDate.of(year, month, day), LocalTime.of(hour, minute, second, nano));
        return Optional.of(
            new Parsed(local, zoned ? Optional.of(offset) : Optional.empty(), dated));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    /// Whether the next part follows without anything in between, so that this one needs all its
    /// digits.
    private boolean glued(Token next) {
      return next.element() != null;
    }

    private boolean take(Token token, boolean glued) {
      return switch (token.element()) {
        case null -> literal(token.literal());
        case YYYY, UUUU -> {
          dated = true;
          yield (year = digits(4, 4)) >= 0;
        }
        case YY -> {
          dated = true;
          int two = digits(2, 2);
          year = two < 70 ? 2000 + two : 1900 + two;
          yield two >= 0;
        }
        case MMMM -> {
          dated = true;
          yield (month = name(MONTHS) + 1) > 0;
        }
        case MON -> {
          dated = true;
          yield (month = name(MONTHS.stream().map(m -> m.substring(0, 3)).toList()) + 1) > 0;
        }
        case MM -> {
          dated = true;
          yield (month = digits(glued ? 2 : 1, 2)) >= 0;
        }
        case DD -> {
          dated = true;
          yield (day = digits(glued ? 2 : 1, 2)) >= 0;
        }
        case DY -> name(DAYS) >= 0;
        case HH24 -> (hour = digits(glued ? 2 : 1, 2)) >= 0;
        case HH12, HH -> (hour = digits(glued ? 2 : 1, 2)) >= 0;
        case AM, PM -> {
          half = true;
          int which = name(List.of("AM", "PM"));
          afternoon = which == 1;
          yield which >= 0;
        }
        case MI -> (minute = digits(glued ? 2 : 1, 2)) >= 0;
        case SS -> (second = digits(glued ? 2 : 1, 2)) >= 0;
        case FF -> fraction(token.digits());
        case TZHTZM -> zoneHours(2) && zoneMinutes();
        case TZH -> zoneHours(1);
        case TZM -> zoneMinutes();
        case TZD -> false;
      };
    }

    private boolean literal(String literal) {
      if (text.regionMatches(true, at, literal, 0, literal.length())) {
        at += literal.length();
        return true;
      }
      return false;
    }

    private int digits(int least, int most) {
      int start = at;
      while (at < text.length() && at - start < most && digit(text.charAt(at))) {
        at++;
      }
      return at - start < least ? -1 : Integer.parseInt(text, start, at, 10);
    }

    private int name(List<String> names) {
      for (int i = 0; i < names.size(); i++) {
        if (literal(names.get(i))) {
          return i;
        }
      }
      return -1;
    }

    private boolean fraction(int wanted) {
      int start = at;
      int most = wanted < 0 ? 9 : wanted;
      while (at < text.length() && at - start < most && digit(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        return most == 0;
      }
      nano = Integer.parseInt((text.substring(start, at) + "000000000").substring(0, 9));
      return true;
    }

    private boolean zoneHours(int least) {
      zoned = true;
      if (at >= text.length()) {
        return false;
      }
      char sign = text.charAt(at);
      if (sign != '+' && sign != '-') {
        return false;
      }
      at++;
      negative = sign == '-';
      int hours = digits(least, 2);
      offset = (negative ? -60 : 60) * hours;
      return hours >= 0 && hours <= 14;
    }

    private boolean zoneMinutes() {
      int minutes = digits(2, 2);
      offset += negative ? -minutes : minutes;
      return minutes >= 0 && minutes < 60;
    }

    private boolean digit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
