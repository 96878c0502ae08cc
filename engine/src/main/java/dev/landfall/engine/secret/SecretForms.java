package dev.landfall.engine.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// The ways in which a secret may be written in a text.
final class SecretForms {
  /// A line of a secret of several lines counts as a secret of its own from this length on.
  private static final int LONG_LINE = 12;

  private SecretForms() {}

  static Set<Form> of(String secret) {
    var texts = new LinkedHashSet<String>();
    var forms = new LinkedHashSet<Form>();
    // What a file holds ends with a line break that programs do not take for a part of the secret.
    for (var text : new String[] {secret, secret.strip()}) {
      whole(text, texts);
      if (text.length() >= SecretSource.SHORTEST) {
        Base64Forms.of(text, forms);
      }
    }
    secret
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= LONG_LINE)
        .forEach(texts::add);
    texts.stream()
        .filter(text -> text.length() >= SecretSource.SHORTEST)
        .forEach(text -> forms.add(Form.whole(text)));
    return forms;
  }

  private static void whole(String secret, Set<String> forms) {
    forms.add(secret);
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
