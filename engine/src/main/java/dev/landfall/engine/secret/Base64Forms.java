package dev.landfall.engine.secret;

import dev.landfall.engine.secret.Form.Edge;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// A secret as base64 has it (RFC 4648), alone or inside a longer text.
///
/// Base64 packs three bytes into four characters, so a secret looks different at each of three
/// positions. Only the characters that hold nothing but bits of the secret are looked for; those at
/// the edges, which hold bits of its neighbours too, are told from their place.
final class Base64Forms {
  private static final int POSITIONS = 3;
  private static final List<Base64.Encoder> ENCODERS =
      List.of(Base64.getEncoder(), Base64.getUrlEncoder());
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  private Base64Forms() {}

  /// Encoded once, from any encoding of its characters, and twice.
  static void of(String secret, Set<Form> forms) {
    for (var charset : CHARSETS) {
      for (var once : encoded(secret.getBytes(charset), Edge.NONE, Edge.NONE)) {
        add(once, forms);
        if (charset.equals(StandardCharsets.UTF_8)) {
          var bytes = once.text().getBytes(StandardCharsets.US_ASCII);
          encoded(bytes, once.before(), once.after()).forEach(twice -> add(twice, forms));
        }
      }
    }
  }

  /// As it is, and with `/` and `+` escaped as in JSON and in URLs.
  private static void add(Form form, Set<Form> forms) {
    var text = form.text();
    forms.add(form);
    forms.add(new Form(text.replace("/", "\\/"), form.before(), form.after()));
    forms.add(new Form(text.replace("/", "%2F").replace("+", "%2B"), form.before(), form.after()));
    forms.add(new Form(text.replace("/", "%2f").replace("+", "%2b"), form.before(), form.after()));
  }

  /// @param before what of the secret lies in bytes before these
  /// @param after the same of those behind
  private static List<Form> encoded(byte[] bytes, Edge before, Edge after) {
    var forms = new ArrayList<Form>();
    for (var position = 0; position < POSITIONS; position++) {
      var shifted = new byte[position + bytes.length];
      System.arraycopy(bytes, 0, shifted, position, bytes.length);
      var from = Math.ceilDiv(position * 8, 6);
      var to = shifted.length * 8 / 6;
      var first = Math.floorDiv((position - before.characters()) * 8, 6);
      var end = Math.ceilDiv((shifted.length + after.characters()) * 8, 6);
      for (var encoder : ENCODERS) {
        var text = encoder.encodeToString(shifted);
        if (to - from >= SecretSource.SHORTEST) {
          forms.add(
              new Form(
                  text.substring(from, to),
                  edge(from - first, before, text, from - 1, lowest(from * 6 - position * 8)),
                  edge(end - to, after, text, to, highest(shifted.length * 8 - to * 6))));
        }
      }
    }
    return forms;
  }

  private static int lowest(int bits) {
    return (1 << bits) - 1;
  }

  private static int highest(int bits) {
    return 0b111111 & ~lowest(6 - bits);
  }

  /// @param mask which bits of the character at this place are the secret's
  private static Edge edge(int characters, Edge inner, String text, int place, int mask) {
    return characters == 1 && inner.equals(Edge.NONE)
        ? new Edge(1, mask, value(text.charAt(place)) & mask)
        : new Edge(characters, 0, 0);
  }

  /// The six bits a character stands for in either alphabet; -1 when it is in none.
  static int value(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return switch (c) {
      case '+', '-' -> 62;
      case '/', '_' -> 63;
      default -> -1;
    };
  }
}
