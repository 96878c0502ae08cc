package dev.landfall.spi;

import java.util.Locale;

/// What a change does to the thing it names.
public enum Action {
  /// Something new appears.
  CREATE('+'),
  /// Something that exists is changed in place.
  UPDATE('~'),
  /// Something that exists is deleted and made anew.
  REPLACE('±'),
  /// Something that exists disappears.
  DELETE('-'),
  /// A step is carried out that cannot be described as one of the others.
  RUN('>');

  private final char symbol;

  Action(char symbol) {
    this.symbol = symbol;
  }

  /// The sign in front of a change on a page for people.
  public char symbol() {
    return symbol;
  }

  /// The word used in JSON: the lower-case name.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
