package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Literals;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A text cut into tokens, its brackets paired, with the [Item]s that placeholders stand for.
final class QueryText {
  /// How deep brackets, CASE and chains of signs may nest. What is deeper is no statement that
  /// somebody wrote, and would need a deep stack in everything that follows.
  static final int MAX_DEPTH = 150;

  private final Tokens tokens;
  private final int[] partners;
  private final int[] positions;
  private final int size;
  private int binds;
  private final List<Item> items = new ArrayList<>();
  private final List<Name> into = new ArrayList<>();
  private boolean overwrite;

  private QueryText(Tokens tokens, int size, int[] partners, int[] positions, int binds) {
    this.tokens = tokens;
    this.size = size;
    this.partners = partners;
    this.positions = positions;
    this.binds = binds;
  }

  /// @throws SnowflakeException 001003 for unfinished literals and brackets without a partner
  static QueryText of(String text) throws SnowflakeException {
    var tokens = Tokens.of(text);
    int size = tokens.size();
    while (size > 0 && tokens.isSymbol(size - 1, ";")) {
      size--;
    }
    int[] partners = new int[tokens.size()];
    Arrays.fill(partners, -1);
    int[] positions = new int[tokens.size()];
    var nesting = new Nesting(tokens, partners);
    int binds = 0;
    for (int i = 0; i < size; i++) {
      if (tokens.isSymbol(i, "?")) {
        binds++;
        positions[i] = binds;
      } else {
        nesting.see(i);
      }
    }
    nesting.finish(size);
    return new QueryText(tokens, size, partners, positions, binds);
  }

  Tokens tokens() {
    return tokens;
  }

  /// How many tokens there are, without semicolons at the end.
  int size() {
    return size;
  }

  /// The bracket that closes the one at the index.
  int closing(int opening) {
    return partners[opening];
  }

  /// The first such word among these tokens that stands in no further brackets.
  int find(String word, int from, int to) {
    for (int i = from; i < to; i++) {
      if (tokens.isWord(i, word) && !tokens.isSymbol(i - 1, ".")) {
        return i;
      }
      if (closing(i) > i) {
        i = closing(i);
      }
    }
    return -1;
  }

  /// Which `?` the token is, counted from 1.
  int position(int token) {
    return positions[token];
  }

  /// How many positions of binds are used.
  int binds() {
    return binds;
  }

  /// `:1` was seen.
  void bind(int position) {
    binds = Math.max(binds, position);
  }

  /// The variables of `INTO :A, :B`.
  List<Name> into() {
    return into;
  }

  void into(Name variable) {
    into.add(variable);
  }

  /// Whether `INSERT OVERWRITE` was seen.
  boolean overwrites() {
    return overwrite;
  }

  void overwrite() {
    overwrite = true;
  }

  /// Keeps an item.
  ///
  /// @return its number, by which [#item] gives it back
  int add(Item item) {
    items.add(item);
    return tokens.size() + items.size() - 1;
  }

  /// What a placeholder such as `t12` or a number or text such as `12` stands for.
  Item item(int number) {
    return number < tokens.size() ? new Item.Token(number) : items.get(number - tokens.size());
  }

  /// The token in upper case when it is a word, as written otherwise.
  String word(int token) {
    return tokens.kind(token) == TokenKind.WORD
        ? tokens.text(token).toUpperCase(Locale.ROOT)
        : tokens.text(token);
  }

  boolean isName(int token) {
    return tokens.kind(token) == TokenKind.WORD || tokens.kind(token) == TokenKind.QUOTED;
  }

  /// The identifier that a token is.
  ///
  /// @throws SnowflakeException 001003 when it is none
  Name name(int token) throws SnowflakeException {
    return switch (tokens.kind(token)) {
      case WORD -> Name.unquoted(tokens.text(token));
      case QUOTED -> Name.quoted(Literals.quoted(tokens.text(token)));
      case POSITION -> new Name(tokens.text(token));
      default -> throw tokens.unexpected(token);
    };
  }

  /// The content of a text literal.
  String string(int token) {
    return Literals.string(tokens.text(token));
  }

  boolean isString(int token) {
    return tokens.kind(token) == TokenKind.STRING || tokens.kind(token) == TokenKind.DOLLAR_STRING;
  }

  /// What was written from the first to the last of these tokens.
  String written(int first, int last) {
    return tokens.source().substring(tokens.start(first), tokens.end(last));
  }

  SnowflakeException invalidIdentifier(int token, String name) {
    int at = tokens.start(token);
    return Errors.invalidIdentifier(tokens.line(at), tokens.position(at), name);
  }

  /// `error line 1 at position 7`, for messages.
  String place(int token) {
    int at = tokens.start(token);
    return "error line " + tokens.line(at) + " at position " + tokens.position(at);
  }

  /// Pairs brackets and measures how deep they nest.
  private static final class Nesting {
    private final Tokens tokens;
    private final int[] partners;
    private final int[] open = new int[MAX_DEPTH + 1];
    private int depth;
    private int cases;
    private int signs;

    Nesting(Tokens tokens, int[] partners) {
      this.tokens = tokens;
      this.partners = partners;
    }

    void see(int token) throws SnowflakeException {
      switch (tokens.kind(token)) {
        case SYMBOL -> symbol(token);
        case WORD -> word(token);
        default -> signs = 0;
      }
      if (depth + cases + signs > MAX_DEPTH) {
        throw Errors.notSupported("a statement that nests deeper than " + MAX_DEPTH + " levels");
      }
    }

    private void word(int token) {
      if (tokens.isWord(token, "CASE")) {
        cases++;
      } else if (tokens.isWord(token, "END") && cases > 0) {
        cases--;
      }
      signs = tokens.isWord(token, "NOT") ? signs + 1 : 0;
    }

    private void symbol(int token) throws SnowflakeException {
      char c = tokens.source().charAt(tokens.start(token));
      switch (c) {
        case '(', '[', '{' -> open[depth++] = token;
        case ')', ']', '}' -> close(token, c);
        default -> {}
      }
      signs = c == '-' || c == '+' ? signs + 1 : 0;
    }

    private void close(int token, char c) throws SnowflakeException {
      char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
      if (depth == 0 || tokens.source().charAt(tokens.start(open[depth - 1])) != wanted) {
        throw tokens.unexpected(token);
      }
      depth--;
      partners[open[depth]] = token;
    }

    void finish(int end) throws SnowflakeException {
      if (depth > 0) {
        throw tokens.unexpected(end);
      }
    }
  }
}
