package dev.landfall.engine.secret;

import dev.landfall.spi.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Takes secrets out of texts: as they are, base64- or URL-encoded, escaped for JSON, XML or SQL,
/// in hexadecimal digits, and broken over lines. Threads may share it.
///
/// A text is read once, whatever the number of secrets: only where four characters agree with the
/// beginning of some form is more looked at.
public final class Redactor {
  /// What is written in a secret's place.
  public static final String MASK = "***";

  private static final int KEY = SecretSource.SHORTEST;
  private volatile Map<Long, List<Form>> forms = Map.of();
  private final Set<String> known = new HashSet<>();

  /// From now on this secret is taken out.
  ///
  /// @throws IllegalArgumentException when it is shorter than [SecretSource#SHORTEST]
  public synchronized void add(Secret secret) {
    var value = secret.reveal();
    if (value.length() < SecretSource.SHORTEST) {
      throw new IllegalArgumentException("a secret this short cannot be taken out of texts");
    }
    if (!known.add(value)) {
      return;
    }
    var extended = new HashMap<Long, List<Form>>();
    forms.forEach((key, list) -> extended.put(key, new ArrayList<>(list)));
    for (var form : SecretForms.of(value)) {
      var joined = Joined.of(form.text()).text();
      if (joined.length() >= KEY) {
        extended
            .computeIfAbsent(key(joined, 0), k -> new ArrayList<>())
            .add(new Form(joined, form.before(), form.after()));
      }
    }
    forms = extended;
  }

  /// The text without any secret.
  public String redact(String text) {
    var current = forms;
    if (current.isEmpty() || text.length() < KEY) {
      return text;
    }
    var joined = Joined.of(text);
    var ranges = new TreeMap<Integer, Integer>();
    for (var at = 0; at + KEY <= joined.text().length(); at++) {
      for (var form : current.getOrDefault(key(joined.text(), at), List.of())) {
        if (joined.text().startsWith(form.text(), at)) {
          var from = form.from(joined.text(), at);
          var to = form.to(joined.text(), at);
          if (from >= 0 && to >= 0) {
            ranges.merge(joined.at(from), joined.at(to - 1) + 1, Math::max);
          }
        }
      }
    }
    return ranges.isEmpty() ? text : masked(text, ranges);
  }

  private static String masked(String text, SortedMap<Integer, Integer> ranges) {
    var result = new StringBuilder(text.length());
    var at = 0;
    for (var range : ranges.entrySet()) {
      if (range.getKey() >= at) {
        result.append(text, at, range.getKey()).append(MASK);
      }
      at = Math.max(at, range.getValue());
    }
    return result.append(text, at, text.length()).toString();
  }

  private static long key(String text, int at) {
    return (long) text.charAt(at) << 48
        | (long) text.charAt(at + 1) << 32
        | (long) text.charAt(at + 2) << 16
        | text.charAt(at + 3);
  }

  /// A text with its lines joined: without line breaks, written out or escaped, and the blanks
  /// around them.
  ///
  /// @param places where each character stands in the whole text; empty when nothing was left out
  @SuppressWarnings("ArrayRecordComponent")
  private record Joined(String text, int[] places) {
    static Joined of(String text) {
      if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && !text.contains("\\n")) {
        return new Joined(text, new int[0]);
      }
      var joined = new StringBuilder(text.length());
      var places = new int[text.length()];
      var at = 0;
      while (at < text.length()) {
        var behind = behindBreak(text, at);
        if (behind > at) {
          while (!joined.isEmpty() && isBlank(joined.charAt(joined.length() - 1))) {
            joined.setLength(joined.length() - 1);
          }
          at = behind;
          while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
          }
        } else {
          places[joined.length()] = at;
          joined.append(text.charAt(at++));
        }
      }
      return new Joined(joined.toString(), places);
    }

    private static int behindBreak(String text, int at) {
      var c = text.charAt(at);
      if (c == '\n' || c == '\r') {
        return at + 1;
      }
      return text.startsWith("\\n", at) || text.startsWith("\\r", at) ? at + 2 : at;
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }

    int at(int index) {
      return places.length == 0 ? index : places[index];
    }
  }
}
