package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads what JSqlParser does not: paths, stages, samples, stars with modifiers, rows of VALUES.
final class Fragments {
  private final QueryText text;
  private final Tokens tokens;

  Fragments(QueryText text) {
    this.text = text;
    this.tokens = text.tokens();
  }

  /// Something that was read.
  ///
  /// @param end behind its last token
  record Read<T extends Item>(T item, int end) {}

  /// `:a.b[0]`, or `[0].a`
  ///
  /// @param at the colon or bracket
  Read<Item.Path> path(int at, int to) throws SnowflakeException {
    List<Item.Step> steps = new ArrayList<>();
    int next = at;
    if (tokens.isSymbol(next, ":")) {
      next++;
      if (!tokens.isSymbol(next, "[")) {
        steps.add(key(next));
        next++;
      }
    }
    while (next < to) {
      if (tokens.isSymbol(next, "[")) {
        steps.add(subscript(next));
        next = text.closing(next) + 1;
      } else if (tokens.isSymbol(next, ".") || isFurtherColon(next)) {
        steps.add(key(next + 1));
        next += 2;
      } else {
        break;
      }
    }
    return new Read<>(new Item.Path(List.copyOf(steps)), next);
  }

  private boolean isFurtherColon(int at) {
    return tokens.isSymbol(at, ":") && text.isName(at + 1);
  }

  private Item.Step key(int at) throws SnowflakeException {
    return switch (tokens.kind(at)) {
      case WORD -> new Item.Step.Key(tokens.text(at));
      case QUOTED -> new Item.Step.Key(text.name(at).value());
      case STRING -> new Item.Step.Key(text.string(at));
      default -> throw tokens.unexpected(at);
    };
  }

  private Item.Step subscript(int at) throws SnowflakeException {
    int close = text.closing(at);
    if (close == at + 1) {
      throw tokens.unexpected(close);
    }
    if (close == at + 2 && tokens.kind(at + 1) == TokenKind.NUMBER) {
      try {
        return new Item.Step.Index(Long.parseLong(tokens.text(at + 1)));
      } catch (NumberFormatException e) {
        throw tokens.unexpected(at + 1);
      }
    }
    if (close == at + 2 && text.isString(at + 1)) {
      return new Item.Step.Key(text.string(at + 1));
    }
    return new Item.Step.Computed(at + 1, close);
  }

  /// `?`, `:1` or `:NAME`
  Read<Item> bind(int at) throws SnowflakeException {
    if (tokens.isSymbol(at, "?")) {
      return new Read<>(new Item.Position(text.position(at)), at + 1);
    }
    if (tokens.kind(at + 1) != TokenKind.NUMBER) {
      return new Read<>(new Item.Variable(text.name(at + 1)), at + 2);
    }
    try {
      int position = Integer.parseInt(tokens.text(at + 1));
      text.bind(position);
      return new Read<>(new Item.Position(position), at + 2);
    } catch (NumberFormatException e) {
      throw tokens.unexpected(at + 1);
    }
  }

  /// What stands between the parentheses of IDENTIFIER.
  Read<Item.Identifier> identifier(int at) throws SnowflakeException {
    if (tokens.kind(at) != TokenKind.SYMBOL) {
      return new Read<>(new Item.Identifier(new Item.Token(at)), at + 1);
    }
    if (!tokens.isSymbol(at, "?") && !tokens.isSymbol(at, ":")) {
      throw tokens.unexpected(at);
    }
    var bind = bind(at);
    return new Read<>(new Item.Identifier(bind.item()), bind.end());
  }

  /// `@stage/path`, with options in parentheses.
  Read<Item.Stage> stage(int at) throws SnowflakeException {
    var location = location(at);
    if (!tokens.isSymbol(at + 1, "(")) {
      var files = new Relations.StageFiles(location, Optional.empty(), Optional.empty());
      return new Read<>(new Item.Stage(files), at + 1);
    }
    int close = text.closing(at + 1);
    Optional<String> format = Optional.empty();
    Optional<String> pattern = Optional.empty();
    int next = at + 2;
    while (next < close) {
      if (!tokens.isSymbol(next + 1, "=>")) {
        throw tokens.unexpected(next + 1);
      }
      switch (text.word(next)) {
        case "FILE_FORMAT" -> format = Optional.of(option(next + 2));
        case "PATTERN" -> pattern = Optional.of(option(next + 2));
        default -> throw Errors.notSupported("FROM @stage (" + text.word(next) + " => …)");
      }
      next += 3;
      if (next < close) {
        if (!tokens.isSymbol(next, ",")) {
          throw tokens.unexpected(next);
        }
        next++;
      }
    }
    var files = new Relations.StageFiles(location, format, pattern);
    return new Read<>(new Item.Stage(files), close + 1);
  }

  /// The stage of `DIRECTORY(@stage)`.
  Read<Item.Stage> directory(int at) throws SnowflakeException {
    var files = new Relations.StageFiles(location(at), Optional.empty(), Optional.empty(), true);
    return new Read<>(new Item.Stage(files), at + 1);
  }

  /// What follows the `@` of a stage, which may stand in a text.
  private String location(int at) throws SnowflakeException {
    var written = tokens.kind(at) == TokenKind.STAGE ? tokens.text(at) : option(at);
    if (written.length() < 2 || !written.startsWith("@")) {
      throw tokens.unexpected(at);
    }
    return written.substring(1);
  }

  /// A text, or a name without quotes.
  private String option(int at) throws SnowflakeException {
    return text.isString(at) ? text.string(at) : text.name(at).sql();
  }

  /// `SAMPLE [BERNOULLI | ROW | SYSTEM | BLOCK] (n [ROWS]) [REPEATABLE | SEED (n)]`
  Read<Item.Sample> sample(int at) throws SnowflakeException {
    int next = at + 1;
    var method = "bernoulli";
    switch (text.word(next)) {
      case "BERNOULLI", "ROW" -> next++;
      case "SYSTEM", "BLOCK" -> {
        method = "system";
        next++;
      }
      default -> {}
    }
    int size = argument(next);
    int close = text.closing(next);
    boolean rows = tokens.isWord(size + 1, "ROWS");
    if (close != size + (rows ? 2 : 1)) {
      throw tokens.unexpected(size + 1);
    }
    Optional<Integer> seed = Optional.empty();
    int end = close + 1;
    if (tokens.isWord(end, "REPEATABLE") || tokens.isWord(end, "SEED")) {
      seed = Optional.of(argument(end + 1));
      end = text.closing(end + 1) + 1;
    }
    return new Read<>(new Item.Sample(method, size, rows, seed), end);
  }

  private int argument(int open) throws SnowflakeException {
    if (!tokens.isSymbol(open, "(")) {
      throw tokens.unexpected(open);
    }
    if (tokens.kind(open + 1) != TokenKind.NUMBER) {
      throw Errors.notSupported("SAMPLE with a size that is no number");
    }
    return open + 1;
  }

  boolean modifiesStar(int at) {
    return switch (text.word(at)) {
      case "ILIKE", "EXCLUDE", "REPLACE", "RENAME" -> tokens.kind(at) == TokenKind.WORD;
      default -> false;
    };
  }

  /// `* [ILIKE '…'] [EXCLUDE …] [REPLACE …] [RENAME …]` (Snowflake, "SELECT").
  Read<Item.Star> star(int at) throws SnowflakeException {
    Optional<String> ilike = Optional.empty();
    List<Name> exclude = new ArrayList<>();
    List<Item.Replace> replace = new ArrayList<>();
    List<Item.Rename> rename = new ArrayList<>();
    int next = at + 1;
    if (tokens.isWord(next, "ILIKE")) {
      if (!text.isString(next + 1)) {
        throw tokens.unexpected(next + 1);
      }
      ilike = Optional.of(text.string(next + 1));
      next += 2;
    }
    if (tokens.isWord(next, "EXCLUDE")) {
      next =
          each(
              next + 1,
              (from, to) -> {
                exclude.add(text.name(from));
                only(from, to, 1);
              });
    }
    if (tokens.isWord(next, "REPLACE")) {
      next = each(next + 1, (from, to) -> replace.add(replacement(from, to)));
    }
    if (tokens.isWord(next, "RENAME")) {
      next =
          each(
              next + 1,
              (from, to) -> {
                if (!tokens.isWord(from + 1, "AS")) {
                  throw tokens.unexpected(from + 1);
                }
                rename.add(new Item.Rename(text.name(from), text.name(from + 2)));
                only(from, to, 3);
              });
    }
    if (ilike.isPresent() && !exclude.isEmpty()) {
      throw new SnowflakeException(
          "002376", "42601", "SQL compilation error:\nILIKE and EXCLUDE cannot be used together.");
    }
    var item =
        new Item.Star(ilike, List.copyOf(exclude), List.copyOf(replace), List.copyOf(rename));
    return new Read<>(item, next);
  }

  private void only(int from, int to, int tokenCount) throws SnowflakeException {
    if (to != from + tokenCount) {
      throw tokens.unexpected(from + tokenCount);
    }
  }

  private Item.Replace replacement(int from, int to) throws SnowflakeException {
    int end = to - 1;
    if (tokens.isWord(end - 1, "AS")) {
      return new Item.Replace(from, end - 1, text.name(end));
    }
    throw tokens.unexpected(to);
  }

  private interface Part {
    void read(int from, int to) throws SnowflakeException;
  }

  /// One part, or several in parentheses.
  ///
  /// @return behind them
  private int each(int at, Part part) throws SnowflakeException {
    if (!tokens.isSymbol(at, "(")) {
      int end = tokens.isWord(at + 1, "AS") ? at + 3 : at + 1;
      part.read(at, end);
      return end;
    }
    int close = text.closing(at);
    int next = at + 1;
    while (true) {
      int end = comma(next, close);
      if (end == next) {
        throw tokens.unexpected(end);
      }
      part.read(next, end);
      if (end == close) {
        return close + 1;
      }
      next = end + 1;
    }
  }

  /// The next comma that stands in no further brackets, or the end.
  int comma(int from, int to) {
    int at = from;
    while (at < to && !tokens.isSymbol(at, ",")) {
      at = text.closing(at) > at ? text.closing(at) + 1 : at + 1;
    }
    return at;
  }

  /// `(a, b), (c, d)`
  ///
  /// @param at the first parenthesis
  Read<Item.Rows> rows(int at) throws SnowflakeException {
    List<int[]> rows = new ArrayList<>();
    int open = at;
    while (true) {
      int close = text.closing(open);
      rows.add(row(open + 1, close));
      if (!tokens.isSymbol(close + 1, ",") || !opensRow(close + 2)) {
        return new Read<>(new Item.Rows(rows), close + 1);
      }
      open = close + 2;
    }
  }

  private boolean opensRow(int at) {
    return tokens.isSymbol(at, "(")
        && !tokens.isWord(at + 1, "SELECT")
        && !tokens.isWord(at + 1, "WITH");
  }

  private int[] row(int from, int to) throws SnowflakeException {
    int[] bounds = new int[16];
    int size = 0;
    int next = from;
    while (true) {
      int end = comma(next, to);
      if (end == next) {
        throw tokens.unexpected(end);
      }
      if (size == bounds.length) {
        bounds = Arrays.copyOf(bounds, size * 2);
      }
      bounds[size++] = next;
      bounds[size++] = end;
      if (end == to) {
        return Arrays.copyOf(bounds, size);
      }
      next = end + 1;
    }
  }
}
