package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import dev.landfall.sandbox.snowflake.sql.WrittenType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// Rewrites tokens for JSqlParser, which sees nothing but the skeleton of a statement: keywords of
/// Snowflake's, and a placeholder for everything else. A name becomes `t12`, a text `'12'` and a
/// number `12`, where 12 tells which [Item] it stands for.
///
/// So no content of a literal, no quoted name and no word of another dialect can be misread, what
/// the parser does not know (paths, types, stages, stars with EXCLUDE …) is read here, and every
/// place in the parser's tree leads back to the text.
final class Shield {
  private final QueryText text;
  private final Tokens tokens;
  private final Zone mapping;
  private final BitSet names = new BitSet();
  private final Keywords keywords;
  private final Fragments fragments;
  private final StringBuilder out = new StringBuilder();
  private int[] pieces = new int[64];
  private int count;

  /// @param mapping what the type `TIMESTAMP` means
  Shield(QueryText text, Zone mapping) {
    this.text = text;
    this.tokens = text.tokens();
    this.mapping = mapping;
    this.keywords = new Keywords(text, names);
    this.fragments = new Fragments(text);
  }

  /// Rewrites these tokens.
  Shielded shield(int from, int to) throws SnowflakeException {
    emit(from, to, false);
    return new Shielded(out.toString(), Arrays.copyOf(pieces, count), from, to);
  }

  /// @param frames whether these tokens stand between the parentheses of an OVER
  private void emit(int from, int to, boolean frames) throws SnowflakeException {
    int at = from;
    while (at < to) {
      at = one(at, to, frames);
    }
  }

  private int one(int at, int to, boolean frames) throws SnowflakeException {
    return switch (tokens.kind(at)) {
      case WORD -> word(at, to, frames);
      case QUOTED, POSITION, VARIABLE -> name(at);
      case STRING, DOLLAR_STRING -> string(at);
      case NUMBER -> number(at);
      case STAGE -> {
        var stage = fragments.stage(at);
        yield item(stage.item(), at, stage.end());
      }
      case SYMBOL -> symbol(at, to);
      case FILE_URL, END -> throw tokens.unexpected(at);
    };
  }

  /// A text, or a stage that is written as one: `FROM '@stage/a b.csv'`.
  private int string(int at) throws SnowflakeException {
    boolean source = tokens.isWord(at - 1, "FROM") || tokens.isWord(at - 1, "JOIN");
    if (!source || !tokens.text(at).startsWith("'@")) {
      return put("'" + at + "'", at, at + 1);
    }
    var stage = fragments.stage(at);
    return item(stage.item(), at, stage.end());
  }

  private int number(int at) throws SnowflakeException {
    if (tokens.kind(at + 1) == TokenKind.WORD && tokens.touchesPrevious(at + 1)) {
      throw tokens.unexpected(at + 1);
    }
    return put(Integer.toString(at), at, at + 1);
  }

  private int symbol(int at, int to) throws SnowflakeException {
    var symbol = tokens.text(at);
    return switch (symbol) {
      case "(" -> parentheses(at, false);
      case "[" -> keywords.endsOperand(at - 1) ? path(at, to) : list(at, "ARRAY_CONSTRUCT");
      case "{" -> object(at);
      case ":" -> colon(at, to);
      case "::" -> cast(at);
      case "?" -> item(new Item.Position(text.position(at)), at, at + 1);
      case "*" -> star(at);
      case "->" -> throw Errors.notSupported("lambda expressions");
      case "->>" -> throw Errors.notSupported("the flow operator ->>");
      case ",", ".", "=", "<>", "!=", "<", "<=", ">", ">=", "+", "-", "/", "%", "||", "=>" ->
          put(symbol, at, at + 1);
      default -> throw tokens.unexpected(at);
    };
  }

  private int parentheses(int at, boolean frames) throws SnowflakeException {
    if (tokens.isSymbol(at + 1, "+") && tokens.isSymbol(at + 2, ")")) {
      throw Errors.notSupported("outer joins with (+)");
    }
    int close = text.closing(at);
    put("(", at, at + 1);
    emit(at + 1, close, frames);
    return put(")", close, close + 1);
  }

  private int word(int at, int to, boolean frames) throws SnowflakeException {
    int arrow = arrow(at, to);
    if (arrow >= 0) {
      return lambda(at, arrow, to);
    }
    if (!tokens.isSymbol(at - 1, ".")) {
      Refusals.check(text, at, keywords);
      int special = special(at, to);
      if (special >= 0) {
        return special;
      }
    }
    if (!keywords.isSyntax(at, frames)) {
      return name(at);
    }
    var word = text.word(at);
    put(word, at, at + 1);
    return word.equals("OVER") ? parentheses(at + 1, true) : at + 1;
  }

  /// What is not handed on as it is.
  ///
  /// @return behind it, negative when there is nothing special about the word
  private int special(int at, int to) throws SnowflakeException {
    boolean called = tokens.isSymbol(at + 1, "(");
    return switch (text.word(at)) {
      case "CAST" -> called ? castCall(at, false) : -1;
      case "TRY_CAST" -> called ? castCall(at, true) : -1;
      case "EXTRACT" -> called ? infix(at, "FROM", "DATE_PART") : -1;
      case "POSITION" -> called ? infix(at, "IN", "POSITION") : -1;
      case "IDENTIFIER" -> called ? identifier(at) : -1;
      case "DIRECTORY" -> called ? directory(at) : -1;
      case "VALUES" -> called ? values(at) : -1;
      case "INTERVAL" -> tokens.kind(at + 1) == TokenKind.STRING ? interval(at) : -1;
      case "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP_NTZ",
          "TIMESTAMP_LTZ",
          "TIMESTAMP_TZ",
          "DATETIME" ->
          keywords.precedesText(at) ? typedText(at) : -1;
      case "INSERT" -> {
        int into = tokens.isWord(at + 1, "OVERWRITE") ? at + 2 : at + 1;
        if (at == 0 && !tokens.isWord(into, "INTO")) {
          throw tokens.unexpected(into);
        }
        yield -1;
      }
      case "OVERWRITE" -> {
        if (at != 1 || !tokens.isWord(0, "INSERT")) {
          yield -1;
        }
        text.overwrite();
        yield at + 1;
      }
      case "INTO" -> tokens.isSymbol(at + 1, ":") ? into(at) : -1;
      case "OFFSET" -> keywords.isSyntax(at, false) ? offset(at, to) : -1;
      case "FETCH" -> keywords.endsCount(at - 1) && startsFetch(at + 1) ? fetch(at) : -1;
      case "SAMPLE", "TABLESAMPLE" -> keywords.endsOperand(at - 1) ? sample(at) : -1;
      case "FROM" -> fromFirst(at);
      default -> -1;
    };
  }

  /// Where the arrow of a lambda stands whose parameter is this word; negative when it is none.
  private int arrow(int at, int to) {
    if (!tokens.isSymbol(at - 1, ",") || tokens.kind(at) != TokenKind.WORD) {
      return -1;
    }
    int end = fragments.comma(at, to);
    for (int i = at + 1; i < end; i++) {
      if (tokens.isSymbol(i, "->")) {
        return i;
      }
      boolean type = tokens.kind(i) == TokenKind.WORD || tokens.isSymbol(i, "(");
      if (!type) {
        return -1;
      }
      i = Math.max(i, text.closing(i));
    }
    return -1;
  }

  /// `parameter TYPE -> body`, the last argument of a call or one before it.
  private int lambda(int at, int arrow, int to) throws SnowflakeException {
    Optional<DataType> type = Optional.empty();
    if (arrow > at + 1) {
      var written = WrittenType.read(tokens, at + 1, arrow, mapping);
      if (written.end() != arrow) {
        throw tokens.unexpected(written.end());
      }
      type = Optional.of(written.type());
    }
    int end = fragments.comma(arrow + 1, to);
    if (end == arrow + 1) {
      throw tokens.unexpected(end);
    }
    names.set(end - 1);
    return item(new Item.Lambda(text.name(at), type, arrow + 1, end), at, end);
  }

  private int name(int at) {
    names.set(at);
    return put("t" + at, at, at + 1);
  }

  /// `CAST(value AS TYPE)`
  private int castCall(int at, boolean tries) throws SnowflakeException {
    int close = text.closing(at + 1);
    int as = text.find("AS", at + 2, close);
    if (as < 0) {
      throw tokens.unexpected(close);
    }
    var type = WrittenType.read(tokens, as + 1, close, mapping);
    var cast = new Item.Cast(type.type(), tries);
    if (type.end() != close) {
      throw tokens.unexpected(type.end());
    }
    item(cast, at, at + 1);
    put("(", at + 1, at + 2);
    emit(at + 2, as, false);
    return put(")", close, close + 1);
  }

  private int cast(int at) throws SnowflakeException {
    var type = WrittenType.read(tokens, at + 1, text.size(), mapping);
    var cast = new Item.Cast(type.type(), false);
    put("::", at, at + 1);
    int end = item(cast, at + 1, type.end());
    names.set(end - 1);
    return end;
  }

  /// `EXTRACT(part FROM value)` and `POSITION(a IN b)`: a comma instead of the word.
  private int infix(int at, String word, String function) throws SnowflakeException {
    int close = text.closing(at + 1);
    int found = text.find(word, at + 2, close);
    if (found < 0) {
      return -1;
    }
    item(new Item.Function(function), at, at + 1);
    put("(", at + 1, at + 2);
    emit(at + 2, found, false);
    put(",", found, found + 1);
    emit(found + 1, close, false);
    return put(")", close, close + 1);
  }

  private int identifier(int at) throws SnowflakeException {
    int close = text.closing(at + 1);
    var argument = fragments.identifier(at + 2);
    if (close != argument.end()) {
      throw tokens.unexpected(argument.end());
    }
    int end = item(argument.item(), at, close + 1);
    names.set(at);
    return end;
  }

  /// `DIRECTORY(@stage)`
  private int directory(int at) throws SnowflakeException {
    if (tokens.kind(at + 2) != TokenKind.STAGE && tokens.kind(at + 2) != TokenKind.STRING) {
      return -1;
    }
    var directory = fragments.directory(at + 2);
    if (!tokens.isSymbol(directory.end(), ")")) {
      throw tokens.unexpected(directory.end());
    }
    return item(directory.item(), at, directory.end() + 1);
  }

  private int values(int at) throws SnowflakeException {
    var rows = fragments.rows(at + 1);
    put("VALUES", at, at + 1);
    put("(", at + 1, at + 2);
    item(rows.item(), at + 1, rows.end());
    return put(")", rows.end() - 1, rows.end());
  }

  private int interval(int at) {
    names.set(at + 1);
    return item(new Item.Interval(text.string(at + 1)), at, at + 2);
  }

  /// `DATE '2024-01-31'`
  private int typedText(int at) throws SnowflakeException {
    var type = WrittenType.read(tokens, at, at + 1, mapping);
    var cast = new Item.Cast(type.type(), false);
    put("'" + (at + 1) + "'", at, at + 2);
    put("::", at, at + 2);
    return item(cast, at, at + 2);
  }

  /// `INTO :A, :B`
  private int into(int at) throws SnowflakeException {
    int next = at + 1;
    while (true) {
      if (!tokens.isSymbol(next, ":")) {
        throw tokens.unexpected(next);
      }
      text.into(text.name(next + 1));
      next += 2;
      if (!tokens.isSymbol(next, ",")) {
        return next;
      }
      next++;
    }
  }

  private int offset(int at, int to) throws SnowflakeException {
    put("OFFSET", at, at + 1);
    int next = one(at + 1, to, false);
    return tokens.isWord(next, "ROW") || tokens.isWord(next, "ROWS") ? next + 1 : next;
  }

  private boolean startsFetch(int at) {
    return tokens.isWord(at, "FIRST")
        || tokens.isWord(at, "NEXT")
        || tokens.kind(at) == TokenKind.NUMBER
        || tokens.isSymbol(at, "?")
        || tokens.isSymbol(at, ":");
  }

  /// `FETCH [FIRST | NEXT] n [ROW | ROWS] [ONLY]`
  private int fetch(int at) throws SnowflakeException {
    int next = at + 1;
    if (tokens.isWord(next, "FIRST") || tokens.isWord(next, "NEXT")) {
      next++;
    }
    put("FETCH NEXT", at, next);
    next = one(next, text.size(), false);
    if (tokens.isWord(next, "ROW") || tokens.isWord(next, "ROWS")) {
      next++;
    }
    if (tokens.isWord(next, "ONLY")) {
      next++;
    }
    put("ROWS ONLY", next - 1, next);
    return next;
  }

  private int sample(int at) throws SnowflakeException {
    var sample = fragments.sample(at);
    put("SAMPLE (" + text.add(sample.item()) + ")", at, sample.end());
    names.set(sample.end() - 1);
    return sample.end();
  }

  /// `NTH_VALUE(…) FROM FIRST OVER …`: FIRST is what holds without it.
  private int fromFirst(int at) throws SnowflakeException {
    boolean windowed =
        tokens.isWord(at + 2, "OVER")
            || tokens.isWord(at + 2, "IGNORE")
            || tokens.isWord(at + 2, "RESPECT");
    if (!tokens.isSymbol(at - 1, ")") || !windowed) {
      return -1;
    }
    if (tokens.isWord(at + 1, "LAST")) {
      throw Errors.notSupported("FROM LAST");
    }
    return tokens.isWord(at + 1, "FIRST") ? at + 2 : -1;
  }

  /// A path behind a VARIANT, or a placeholder of the statement.
  private int colon(int at, int to) throws SnowflakeException {
    if (keywords.endsOperand(at - 1)) {
      return path(at, to);
    }
    names.set(at + 1);
    var bind = fragments.bind(at);
    return item(bind.item(), at, bind.end());
  }

  private int path(int at, int to) throws SnowflakeException {
    var path = fragments.path(at, to);
    put("::", at, at + 1);
    names.set(path.end() - 1);
    return item(path.item(), at, path.end());
  }

  /// `[a, b]`
  private int list(int at, String function) throws SnowflakeException {
    int close = text.closing(at);
    item(new Item.Function(function), at, at + 1);
    put("(", at, at + 1);
    emit(at + 1, close, false);
    return put(")", close, close + 1);
  }

  /// `{'a': 1, 'b': 2}`
  private int object(int at) throws SnowflakeException {
    int close = text.closing(at);
    item(new Item.Function("OBJECT_CONSTRUCT"), at, at + 1);
    put("(", at, at + 1);
    int next = at + 1;
    while (next < close) {
      if (!text.isString(next) || !tokens.isSymbol(next + 1, ":")) {
        throw Errors.notSupported("an object constant whose key is not a text");
      }
      put("'" + next + "'", next, next + 1);
      put(",", next + 1, next + 2);
      int end = fragments.comma(next + 2, close);
      if (end == next + 2) {
        throw tokens.unexpected(end);
      }
      emit(next + 2, end, false);
      if (end < close) {
        put(",", end, end + 1);
        if (end + 1 == close) {
          throw tokens.unexpected(close);
        }
      }
      next = end + 1;
    }
    return put(")", close, close + 1);
  }

  /// All columns, or a multiplication.
  private int star(int at) throws SnowflakeException {
    boolean columns = !keywords.endsOperand(at - 1) || tokens.isWord(at - 2, "TOP");
    if (columns && fragments.modifiesStar(at + 1)) {
      var star = fragments.star(at);
      return item(star.item(), at, star.end());
    }
    return put("*", at, at + 1);
  }

  /// A placeholder for what was read from these tokens.
  private int item(Item item, int from, int to) {
    return put("t" + text.add(item), from, to);
  }

  /// @return `to`
  private int put(String piece, int from, int to) {
    if (!piece.equals(".") && !out.isEmpty() && out.charAt(out.length() - 1) != '.') {
      out.append(' ');
    }
    if (count + 3 > pieces.length) {
      pieces = Arrays.copyOf(pieces, pieces.length * 2);
    }
    pieces[count++] = out.length();
    pieces[count++] = from;
    pieces[count++] = to;
    out.append(piece);
    return to;
  }
}
