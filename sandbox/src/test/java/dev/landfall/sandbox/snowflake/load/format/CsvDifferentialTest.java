package dev.landfall.sandbox.snowflake.load.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.catalog.Value;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random rows, written with random options by a writer that knows nothing of the reader, are read
/// back as they were.
final class CsvDifferentialTest {
  private static final int FILES = 2_000;
  private static final List<String> FIELD_DELIMITERS =
      List.of(",", "|", "\t", ";", "||", "::", "\u0001", "é", "a|");
  private static final List<String> RECORD_DELIMITERS = List.of("\n", "\r\n", "%", "@@", "\r");
  private static final List<String> NULLS = List.of("\\N", "NULL", "", "~~");
  private static final String ALPHABET = "ab,|;:\t\n\r\"'\\^ %@~NULé€𝄞0123456789\u0001";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, 20261124})
  void what_a_reference_writer_writes_is_read_back(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < FILES; i++) {
      var writer = new Writer(random);
      var rows = writer.rows();
      var file = writer.write(rows);
      var what = "seed " + seed + " file " + i + " " + writer.options() + "\n" + file;
      var format = (CsvFormat) FileFormat.of("CSV", writer.options());
      var in = new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
      var read = new ArrayList<List<@Nullable String>>();
      try (var reader = CsvReader.open(in, format, writer.columns)) {
        while (reader.next()) {
          var row = new ArrayList<@Nullable String>();
          for (int c = 0; c < reader.fields(); c++) {
            row.add(reader.value(c));
          }
          read.add(row);
        }
      } catch (BadRecord e) {
        throw new AssertionError(what, e);
      }
      assertThat(read).as(what).isEqualTo(rows);
    }
  }

  /// Writes every value in one of the ways the options allow.
  private static final class Writer {
    private final Random random;
    private final String field;
    private final String record;
    private final @Nullable String quote;
    private final @Nullable String escape;
    private final @Nullable String unenclosed;
    private final String nothing;
    private final boolean lastDelimiter;
    final int columns;

    Writer(Random random) {
      this.random = random;
      this.field = any(FIELD_DELIMITERS);
      this.record = any(RECORD_DELIMITERS);
      this.quote = random.nextInt(4) == 0 ? null : any(List.of("\"", "'"));
      this.escape = random.nextBoolean() ? null : any(List.of("\\", "^"));
      this.unenclosed = random.nextInt(4) == 0 ? null : any(List.of("\\", "^"));
      this.nothing = any(NULLS);
      this.lastDelimiter = random.nextBoolean();
      this.columns = 1 + random.nextInt(4);
    }

    private <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    Map<String, Value> options() {
      var options = new LinkedHashMap<String, Value>();
      options.put("FIELD_DELIMITER", new Value.Text(field));
      options.put("RECORD_DELIMITER", new Value.Text(record));
      options.put("FIELD_OPTIONALLY_ENCLOSED_BY", word(quote));
      options.put("ESCAPE", word(escape));
      options.put("ESCAPE_UNENCLOSED_FIELD", word(unenclosed));
      options.put("NULL_IF", new Value.Many(List.of(new Value.Text(nothing))));
      options.put("EMPTY_FIELD_AS_NULL", new Value.Word("FALSE"));
      return options;
    }

    private static Value word(@Nullable String text) {
      return text == null ? new Value.Word("NONE") : new Value.Text(text);
    }

    List<List<@Nullable String>> rows() {
      var rows = new ArrayList<List<@Nullable String>>();
      int count = random.nextInt(5);
      for (int r = 0; r < count; r++) {
        var row = new ArrayList<@Nullable String>();
        for (int c = 0; c < columns; c++) {
          row.add(value());
        }
        rows.add(row);
      }
      return rows;
    }

    /// A value that can be written with these options.
    private @Nullable String value() {
      if (random.nextInt(8) == 0) {
        return null;
      }
      var symbols = ALPHABET.codePoints().toArray();
      while (true) {
        var text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
          text.appendCodePoint(symbols[random.nextInt(symbols.length)]);
        }
        var value = text.toString();
        if (!value.equals(nothing) && (quote != null || plain(value) != null)) {
          return value;
        }
      }
    }

    String write(List<List<@Nullable String>> rows) {
      var out = new StringBuilder();
      for (int r = 0; r < rows.size(); r++) {
        for (int c = 0; c < columns; c++) {
          out.append(c == 0 ? "" : field).append(written(rows.get(r).get(c)));
        }
        boolean last = r == rows.size() - 1;
        boolean nothingLeft = last && columns == 1 && ends(out, rows.get(r).get(0));
        out.append(last && !lastDelimiter && !nothingLeft ? "" : record);
      }
      return out.toString();
    }

    /// A last line that is empty would not be there without its delimiter.
    private static boolean ends(StringBuilder out, @Nullable String value) {
      return value == null || value.isEmpty() || out.isEmpty();
    }

    private String written(@Nullable String value) {
      if (value == null) {
        return nothing;
      }
      var plain = plain(value);
      return plain != null && (quote == null || random.nextBoolean()) ? plain : enclosed(value);
    }

    private @Nullable String escape() {
      return escape != null ? escape : unenclosed;
    }

    /// Without an enclosure; null when that is not possible.
    private @Nullable String plain(String value) {
      if (quote != null && value.startsWith(quote)) {
        return null;
      }
      var sign = escape();
      if (sign == null) {
        return clean(value) ? value : null;
      }
      var out = new StringBuilder();
      int at = 0;
      while (at < value.length()) {
        var rest = value.substring(at);
        if (rest.startsWith(sign)) {
          out.append(sign).append(sign);
          at += sign.length();
        } else if (rest.startsWith(field)) {
          out.append(sign).append(field);
          at += field.length();
        } else if (rest.startsWith(record)) {
          out.append(sign).append(record);
          at += record.length();
        } else if (record.equals("\n") && rest.startsWith("\r\n")) {
          out.append(sign).append("\r\n");
          at += 2;
        } else {
          out.append(value.charAt(at++));
        }
      }
      // What is at the value's end must not become a delimiter with what follows.
      return joins(value) ? null : out.toString();
    }

    private boolean clean(String value) {
      return !value.contains(field) && !value.contains(record) && !joins(value);
    }

    private boolean joins(String value) {
      for (var delimiter : List.of(field, record)) {
        for (int i = 1; i < delimiter.length(); i++) {
          if (value.endsWith(delimiter.substring(0, i))) {
            return true;
          }
        }
      }
      return value.endsWith("\r") && record.startsWith("\n");
    }

    private String enclosed(String value) {
      var sign = quote == null ? "" : quote;
      var out = new StringBuilder(sign);
      for (int i = 0; i < value.length(); i++) {
        var c = value.substring(i, i + 1);
        if (c.equals(sign)) {
          out.append(escape != null && random.nextBoolean() ? escape : sign).append(c);
        } else if (c.equals(escape)) {
          out.append(escape).append(c);
        } else {
          out.append(c);
        }
      }
      return out.append(sign).toString();
    }
  }
}
