package dev.landfall.engine.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// The ways in which a secret may be written in a text.
final class SecretForms {
  /// A line of a secret of several lines counts as a secret of its own from this length on.
  private static final int LONG_LINE = 12;

  /// An encoded piece shorter than this would be found in texts by chance.
  private static final int SHORTEST_PIECE = 6;

  private SecretForms() {}

  static Set<String> of(String secret) {
    var forms = new LinkedHashSet<String>();
    forms.add(secret);
    forms.add(secret.strip());
    secret
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= LONG_LINE)
        .forEach(forms::add);
    base64(secret, forms);
    url(secret, forms);
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    var json = json(secret);
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    forms.add(xml(secret));
    forms.add(secret.replace("'", "''"));
    forms.add(secret.replace("'", "'\\''"));
    forms.removeIf(form -> form.length() < SecretSource.SHORTEST);
    return forms;
  }

  /// Base64 packs three bytes into four characters, so a secret inside a longer text looks
  /// different at each of three positions. Characters that also hold bits of its neighbours are
  /// left out.
  private static void base64(String secret, Set<String> forms) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (var before = 0; before < 3; before++) {
      var shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      var from = (before * 8 + 5) / 6;
      var to = shifted.length * 8 / 6;
      if (to - from < SHORTEST_PIECE) {
        continue;
      }
      forms.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
      forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
    }
  }

  private static void url(String secret, Set<String> forms) {
    var form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    var rfc3986 = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    for (var encoded : new String[] {form, rfc3986, form.replace("%7E", "~"), pathSafe(rfc3986)}) {
      forms.add(encoded);
      forms.add(lowerHex(encoded));
    }
  }

  /// What a path may hold unencoded, RFC 3986 section 3.3.
  private static String pathSafe(String encoded) {
    return encoded
        .replace("%40", "@")
        .replace("%3A", ":")
        .replace("%21", "!")
        .replace("%24", "$")
        .replace("%27", "'")
        .replace("%28", "(")
        .replace("%29", ")")
        .replace("%2A", "*")
        .replace("%2C", ",")
        .replace("%3B", ";")
        .replace("%3D", "=");
  }

  private static String lowerHex(String encoded) {
    var result = new StringBuilder(encoded);
    for (var i = result.indexOf("%");
        i >= 0 && i + 2 < result.length();
        i = result.indexOf("%", i + 3)) {
      result.replace(i, i + 3, result.substring(i, i + 3).toLowerCase(Locale.ROOT));
    }
    return result.toString();
  }

  private static String json(String secret) {
    var result = new StringBuilder();
    for (var i = 0; i < secret.length(); i++) {
      var c = secret.charAt(i);
      switch (c) {
        case '"' -> result.append("\\\"");
        case '\\' -> result.append("\\\\");
        case '\n' -> result.append("\\n");
        case '\r' -> result.append("\\r");
        case '\t' -> result.append("\\t");
        default -> result.append(c);
      }
    }
    return result.toString();
  }

  private static String xml(String secret) {
    return secret
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
