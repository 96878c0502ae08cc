package dev.landfall.engine.secret;

/// One way in which a secret may be written in a text. Immutable.
///
/// @param text what is looked for; without line breaks
/// @param before what characters in front of it tell of the secret too
/// @param after the same of those behind it
record Form(String text, Edge before, Edge after) {
  /// With a piece shorter than this, the characters at its edges must be there and agree: it would
  /// be found in texts by chance.
  private static final int SURE = 6;

  /// A form that holds the whole secret and nothing else.
  static Form whole(String text) {
    return new Form(text, Edge.NONE, Edge.NONE);
  }

  /// Characters of base64 that hold bits of the secret and bits of its neighbours.
  ///
  /// @param characters how many
  /// @param mask which of the six bits of the one next to the form are the secret's
  /// @param bits what those are
  record Edge(int characters, int mask, int bits) {
    static final Edge NONE = new Edge(0, 0, 0);
  }

  /// Where in a text that has this form in one place the first character of the secret is; -1 when
  /// it is there by chance.
  int from(String joined, int at) {
    var from = at;
    for (var i = 0; i < before.characters; i++) {
      var length = digitBefore(joined, from);
      if (length == 0) {
        return text.length() < SURE ? -1 : from;
      }
      if (i == 0 && disagrees(before, digit(joined, from - length, length))) {
        return -1;
      }
      from -= length;
    }
    return from;
  }

  /// Where in a text that has this form in one place the last character of the secret ends; -1 when
  /// it is there by chance.
  int to(String joined, int at) {
    var to = at + text.length();
    for (var i = 0; i < after.characters; i++) {
      var length = digitAfter(joined, to);
      if (length == 0) {
        return text.length() < SURE ? -1 : to;
      }
      if (i == 0 && disagrees(after, digit(joined, to, length))) {
        return -1;
      }
      to += length;
    }
    return to;
  }

  private static boolean disagrees(Edge edge, char digit) {
    return (Base64Forms.value(digit) & edge.mask) != edge.bits;
  }

  private static char digit(String joined, int at, int length) {
    var last = joined.charAt(at + length - 1);
    return length < 3 ? last : last == 'F' || last == 'f' ? '/' : '+';
  }

  /// How many characters the digit of base64 takes that ends here; `/` and `+` may be escaped.
  private static int digitBefore(String joined, int end) {
    if (end >= 3 && isEscaped(joined, end - 3)) {
      return 3;
    }
    if (end >= 2 && joined.startsWith("\\/", end - 2)) {
      return 2;
    }
    return end >= 1 && Base64Forms.value(joined.charAt(end - 1)) >= 0 ? 1 : 0;
  }

  private static int digitAfter(String joined, int start) {
    if (isEscaped(joined, start)) {
      return 3;
    }
    if (joined.startsWith("\\/", start)) {
      return 2;
    }
    return start < joined.length() && Base64Forms.value(joined.charAt(start)) >= 0 ? 1 : 0;
  }

  private static boolean isEscaped(String joined, int at) {
    return joined.regionMatches(true, at, "%2F", 0, 3)
        || joined.regionMatches(true, at, "%2B", 0, 3);
  }
}
