package dev.landfall.sandbox.aws.protocol;

import java.util.function.Consumer;

/// Writes XML. Not for several threads.
public final class Xml {
  private final StringBuilder out;

  private Xml(StringBuilder out) {
    this.out = out;
  }

  /// A whole document.
  ///
  /// @param namespace empty for none
  public static String document(String root, String namespace, Consumer<Xml> content) {
    var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<").append(root);
    if (!namespace.isEmpty()) {
      out.append(" xmlns=\"");
      escape(namespace, out);
      out.append('"');
    }
    out.append('>');
    content.accept(new Xml(out));
    return out.append("</").append(root).append('>').toString();
  }

  public Xml text(String name, String value) {
    out.append('<').append(name).append('>');
    escape(value, out);
    out.append("</").append(name).append('>');
    return this;
  }

  public Xml text(String name, long value) {
    return text(name, Long.toString(value));
  }

  public Xml text(String name, boolean value) {
    return text(name, Boolean.toString(value));
  }

  public Xml element(String name, Consumer<Xml> content) {
    out.append('<').append(name).append('>');
    content.accept(this);
    out.append("</").append(name).append('>');
    return this;
  }

  /// What is XML already.
  public Xml raw(String xml) {
    out.append(xml);
    return this;
  }

  /// For attributes and texts.
  public static String escaped(String text) {
    var out = new StringBuilder(text.length() + 16);
    escape(text, out);
    return out.toString();
  }

  private static void escape(String text, StringBuilder out) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> {
          if (c < ' ') {
            out.append("&#x").append(Integer.toHexString(c)).append(';');
          } else {
            out.append(c);
          }
        }
      }
    }
  }
}
