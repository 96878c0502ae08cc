package dev.landfall.sandbox.snowflake.load.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvReaderTest {
  /// Options, the file, and its records: fields between `|`, records between ` / `, `~` for NULL;
  /// an error as `!code line:character field text`. `↵` is a line feed, `␍` a carriage return, `␣`
  /// a blank at the end.
  private static final String CASES =
      """
      ; 1,x↵2,y↵ ; 1|x / 2|y
      ; 1,x↵2,y ; 1|x / 2|y
      ; 1,x␍↵2,y␍↵ ; 1|x / 2|y
      ; 1,x␍2,y ; 1|x␍2|y
      ; ↵ ; ~
      ; a,,↵ ; a|~|~
      ; a↵↵b↵ ; a / ~ / b
      ; 1, x ↵ ; 1| x␣
      ; \\N,N↵ ; ~|N
      ; "x",1↵ ; "x"|1
      FIELD_DELIMITER='|' ; 1|x,y↵ ; 1|x,y
      FIELD_DELIMITER='\\t' ; a→b↵ ; a|b
      FIELD_DELIMITER='0x01' ; a\u0001b↵ ; a|b
      FIELD_DELIMITER='\\x1f' ; a\u001fb↵ ; a|b
      FIELD_DELIMITER='\\001' ; a\u0001b↵ ; a|b
      FIELD_DELIMITER='||' ; a||b|c||d↵ ; a|b|c|d
      FIELD_DELIMITER='::' ; a:b::c↵ ; a:b|c
      FIELD_DELIMITER='é' ; aébéc↵ ; a|b|c
      FIELD_DELIMITER=NONE ; a,b↵c ; a,b / c
      RECORD_DELIMITER='%' ; a,b%c,d% ; a|b / c|d
      RECORD_DELIMITER='||' ; a,b||1,x||2,y|| ; a|b / 1|x / 2|y
      RECORD_DELIMITER='\\r' ; a,b␍1,x␍ ; a|b / 1|x
      RECORD_DELIMITER='\\r\\n' ; a,b␍↵1,x␍↵ ; a|b / 1|x
      RECORD_DELIMITER=NONE ; a,b↵c ; a|b↵c
      SKIP_HEADER=1 ; a,b↵1,x↵ ; 1|x
      SKIP_HEADER=2 ; "a↵b",c↵1,x↵ ; 1|x
      SKIP_HEADER=5 ; a,b↵1,x↵ ;
      SKIP_HEADER=1 RECORD_DELIMITER='%' ; head%er↵1,x% ; 1|x
      SKIP_BLANK_LINES=TRUE ; 1,x↵↵2,y↵ ; 1|x / 2|y
      SKIP_BLANK_LINES=TRUE ; 1,x↵ ↵2,y↵ ; 1|x /   / 2|y
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "a,b",1↵ ; a,b|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "a↵b",1↵c,2↵ ; a↵b|1 / c|2
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "a""b",1↵ ; a"b|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "",1↵ ; |1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "x" ,1↵ ; x|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ;  "x",1↵ ;  "x"|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; x"y,1↵ ; x"y|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "a\\n",1↵ ; a\\n|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "\\N",1↵ ; ~|1
      FIELD_OPTIONALLY_ENCLOSED_BY='0x27' ; 'a,b',1↵ ; a,b|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "x"y,1↵2,z↵ ; !100065 1:4 0 Found character 'y' instead of field delimiter ',' / 2|z
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; 1,"x"y↵2,z↵ ; !100067 1:6 1 Found character 'y' instead of record delimiter '\\n' / 2|z
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ; 1,2↵3,"x↵ ; 1|2 / !100014 2:3 1 matching enclosing character '"' not found before end of file
      FIELD_OPTIONALLY_ENCLOSED_BY='"' FIELD_DELIMITER=NONE ; "a↵b",c,d↵e,f↵ ; !100067 2:3 0 Found character ',' instead of record delimiter '\\n' / e,f
      FIELD_OPTIONALLY_ENCLOSED_BY='"' MULTI_LINE=FALSE ; "a↵b,1↵c,2↵ ; !100014 1:1 0 matching enclosing character '"' not found before end of record / b|1 / c|2
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ESCAPE='\\\\' ; "x\\"y",1↵ ; x"y|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ESCAPE='\\\\' ; "x\\\\",1↵ ; x\\|1
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ESCAPE='\\\\' ; "x\\ny",a\\,b↵ ; x\\ny|a,b
      FIELD_OPTIONALLY_ENCLOSED_BY='"' ESCAPE='^' ; "x^"y",a^,b↵ ; x"y|a,b
      ; x\\,y,1↵ ; x,y|1
      ; 1\\↵2,3↵ ; 1↵2|3
      ; 1\\␍↵2,3↵ ; 1␍↵2|3
      ; x\\\\,1↵ ; x\\|1
      ; \\1,2\\,3,4↵ ; \\1|2,3|4
      ; a\\nb,1↵ ; a\\nb|1
      ; a\\ ; a\\
      ESCAPE_UNENCLOSED_FIELD=NONE ; x\\,y↵ ; x\\|y
      ESCAPE_UNENCLOSED_FIELD='^' ; x^,y\\,z↵ ; x,y\\|z
      NULL_IF=() ; \\N,↵ ; \\N|~
      NULL_IF=('NULL','') ; NULL,,x↵ ; ~|~|x
      NULL_IF=('NULL','') FIELD_OPTIONALLY_ENCLOSED_BY='"' ; "NULL","",x↵ ; ~|~|x
      NULL_IF=('x') EMPTY_FIELD_AS_NULL=FALSE ; x,,y↵ ; ~||y
      EMPTY_FIELD_AS_NULL=FALSE ; a,,↵ ; a||
      TRIM_SPACE=TRUE ;  a , b→,↵ ; a|b|~
      TRIM_SPACE=TRUE FIELD_OPTIONALLY_ENCLOSED_BY='"' ;  1 , " x y " ↵ ; 1| x y␣
      TRIM_SPACE=TRUE NULL_IF=('NULL') ;   NULL  ,   ↵ ; ~|~
      TRIM_SPACE=TRUE EMPTY_FIELD_AS_NULL=FALSE ;    ,a↵ ; |a
      """;

  @Test
  void every_option_reads_as_snowflake_does() {
    var failures = new ArrayList<String>();
    for (var line : CASES.lines().toList()) {
      var parts = line.split(" ?; ", 3);
      if (parts.length < 3) {
        parts = (line + " ").split(" ?; ", 3);
      }
      var options = parts[0].replaceFirst("^;", "").strip();
      var actual = read(options, shown(parts[1]).getBytes(StandardCharsets.UTF_8), 2);
      if (!actual.equals(parts[2].replace('␣', ' '))) {
        failures.add(line + "\n    was " + actual);
      }
    }
    assertThat(failures).isEmpty();
  }

  private static String shown(String text) {
    return text.replace('↵', '\n').replace('␍', '\r').replace('→', '\t');
  }

  /// @param options as SQL writes them
  static String read(String options, byte[] file, int columns) {
    try (var reader = CsvReader.open(new ByteArrayInputStream(file), format(options), columns)) {
      var records = new ArrayList<String>();
      while (true) {
        try {
          if (!reader.next()) {
            break;
          }
          if (!reader.skipped()) {
            records.add(String.join("|", fields(reader)));
          }
        } catch (BadRecord e) {
          records.add(problem(e));
        }
      }
      return String.join(" / ", records).replace('\n', '↵').replace('\r', '␍');
    } catch (BadRecord e) {
      return problem(e);
    } catch (IOException | SnowflakeException e) {
      return e.toString();
    }
  }

  private static String problem(BadRecord e) {
    return "!"
        + e.code()
        + " "
        + e.place().line()
        + ":"
        + e.place().character()
        + " "
        + e.field()
        + " "
        + e.text();
  }

  private static List<String> fields(CsvReader reader) throws BadRecord {
    var fields = new ArrayList<String>();
    for (int i = 0; i < reader.fields(); i++) {
      var value = reader.value(i);
      fields.add(value == null ? "~" : value);
    }
    return fields;
  }

  static CsvFormat format(String options) throws SnowflakeException {
    return (CsvFormat) FileFormat.of("CSV", values(options));
  }

  /// Options as SQL writes them, with blanks between.
  static Map<String, Value> values(String options) {
    var values = new LinkedHashMap<String, Value>();
    var matcher =
        java.util.regex.Pattern.compile("(\\w+)=('(?:[^'\\\\]|\\\\.)*'|\\([^)]*\\)|\\S+)")
            .matcher(options);
    while (matcher.find()) {
      values.put(matcher.group(1), value(matcher.group(2)));
    }
    return values;
  }

  private static Value value(String written) {
    if (written.startsWith("(")) {
      var inner = written.substring(1, written.length() - 1);
      var items = new ArrayList<Value>();
      for (var item : inner.isEmpty() ? new String[0] : inner.split(",", -1)) {
        items.add(value(item.strip()));
      }
      return new Value.Many(items);
    }
    return written.startsWith("'")
        ? new Value.Text(written.substring(1, written.length() - 1).replace("\\\\", "\\"))
        : new Value.Word(written);
  }

  @ParameterizedTest
  @CsvSource({
    "ISO88591, ISO-8859-1", "WINDOWS1252, windows-1252", "UTF16, UTF-16", "UTF16LE, UTF-16LE",
    "UTF32BE, UTF-32BE", "ISO-8859-15, ISO-8859-15", "SHIFTJIS, Shift_JIS", "UTF8, UTF-8"
  })
  void other_character_sets_are_read(String encoding, String charset) {
    boolean kana = charset.startsWith("UTF") || charset.equals("Shift_JIS");
    var text = kana ? "1,かな\n2,アイ\n" : "1,häß\n2,é\n";
    assertThat(read("ENCODING='" + encoding + "'", text.getBytes(Charset.forName(charset)), 2))
        .isEqualTo(kana ? "1|かな / 2|アイ" : "1|häß / 2|é");
  }

  @Test
  void characters_outside_of_the_basic_plane_survive_a_change_of_the_character_set() {
    var text = "𝄞".repeat(20_001) + ",x\n";
    assertThat(read("ENCODING='UTF16'", text.getBytes(StandardCharsets.UTF_16), 2))
        .isEqualTo("𝄞".repeat(20_001) + "|x");
  }

  @Test
  void bytes_that_are_no_characters_are_told_or_replaced() {
    var file = new byte[] {'1', ',', 'a', (byte) 0xff, 'b', '\n', '2', ',', 'c', '\n'};
    assertThat(read("", file, 2))
        .isEqualTo("!100144 1:3 1 Invalid UTF8 detected in string 'a0xFFb' / 2|c");
    assertThat(read("REPLACE_INVALID_CHARACTERS=TRUE", file, 2)).isEqualTo("1|a�b / 2|c");
  }

  @Test
  void a_byte_order_mark_is_skipped_unless_it_is_wanted() {
    var file = "\ufeff1,x\n".getBytes(StandardCharsets.UTF_8);
    assertThat(read("", file, 2)).isEqualTo("1|x");
    assertThat(read("SKIP_BYTE_ORDER_MARK=FALSE", file, 2)).isEqualTo("\ufeff1|x");
  }

  @Test
  void compressed_files_are_read() throws Exception {
    for (var word : List.of("GZIP", "DEFLATE", "RAW_DEFLATE", "NONE")) {
      var out = new ByteArrayOutputStream();
      try (var compressed = Compression.of(word).writing(out)) {
        compressed.write("1,x\n".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(read("COMPRESSION=" + word, out.toByteArray(), 2)).as(word).isEqualTo("1|x");
      if (word.equals("GZIP") || word.equals("NONE")) {
        assertThat(read("COMPRESSION=AUTO", out.toByteArray(), 2)).as(word).isEqualTo("1|x");
      }
    }
  }

  @Test
  void compressions_the_sandbox_does_not_know_are_refused() {
    for (var word : List.of("BZ2", "BROTLI", "ZSTD")) {
      assertThatThrownBy(() -> format("COMPRESSION=" + word))
          .hasMessage("Not supported by the sandbox: COMPRESSION = " + word + ".");
    }
    assertThat(read("", "BZh91AY".getBytes(StandardCharsets.UTF_8), 2)).contains("bzip2");
    assertThat(read("", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}, 2))
        .contains("Zstandard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "COMPRESSION=LZMA; invalid value [LZMA] for parameter 'COMPRESSION'",
        "ENCODING='KLINGON'; invalid value ['KLINGON'] for parameter 'ENCODING'",
        "SKIP_HEADER=-1; invalid value [-1] for parameter 'SKIP_HEADER'",
        "TRIM_SPACE=MAYBE; invalid value [MAYBE] for parameter 'TRIM_SPACE'",
        "FIELD_OPTIONALLY_ENCLOSED_BY=x; invalid value ['x'] for parameter"
            + " 'FIELD_OPTIONALLY_ENCLOSED_BY'",
        "ESCAPE='ab'; invalid value ['ab'] for parameter 'ESCAPE'",
        "FIELD_DELIMITER='ab' RECORD_DELIMITER='b'; invalid value ['ab'] for parameter"
            + " 'FIELD_DELIMITER'",
        "STRIP_OUTER_ARRAY=TRUE; invalid property 'STRIP_OUTER_ARRAY' for 'FILE_FORMAT' of type CSV"
      })
  void options_that_are_wrong_are_refused(String options, String message) {
    assertThatThrownBy(() -> format(options)).hasMessage("SQL compilation error:\n" + message);
  }

  @Test
  void a_header_is_parsed() throws Exception {
    var format = format("PARSE_HEADER=TRUE FIELD_OPTIONALLY_ENCLOSED_BY='\"'");
    try (var reader = CsvReader.open(file("\"a\nb\",c\n1,2\n"), format, 0)) {
      assertThat(reader.header()).containsExactly("a\nb", "c");
      assertThat(reader.next()).isTrue();
      assertThat(reader.value(1)).isEqualTo("2");
      assertThat(reader.start().line()).isEqualTo(3);
    }
    assertThat(read("PARSE_HEADER=TRUE", "a,,c\n1,2,3\n".getBytes(StandardCharsets.UTF_8), 0))
        .contains("empty string in the header is not allowed");
    assertThat(read("PARSE_HEADER=TRUE", "a,A,a\n1,2,3\n".getBytes(StandardCharsets.UTF_8), 0))
        .contains("duplicated column names \"a\" is not allowed in the header");
  }

  private static InputStream file(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void places_are_told_in_lines_characters_and_bytes() throws Exception {
    var format = format("FIELD_OPTIONALLY_ENCLOSED_BY='\"'");
    try (var reader = CsvReader.open(file("é,x\n\"a\nü\",b,c\nlast,1"), format, 2)) {
      reader.next();
      assertThat(reader.place(1)).isEqualTo(new Place(1, 3, 3));
      assertThat(reader.record()).isEqualTo("é,x\n");
      assertThat(reader.mismatch(3).place()).isEqualTo(new Place(2, 1, 5));
      reader.next();
      assertThat(reader.start()).isEqualTo(new Place(2, 1, 5));
      assertThat(reader.place(1)).isEqualTo(new Place(3, 4, 12));
      assertThat(reader.tooMany(2).place()).isEqualTo(new Place(3, 5, 13));
      assertThat(reader.tooMany(2).text())
          .isEqualTo("Field delimiter ',' found while expecting record delimiter '\\n'");
      reader.next();
      assertThat(reader.row()).isEqualTo(3);
      assertThat(reader.record()).isEqualTo("last,1");
      assertThat(reader.tooFew("\"T\"[\"C\":3]").place()).isEqualTo(new Place(4, 7, 22));
      assertThat(reader.mismatch(3).place()).isEqualTo(new Place(4, 7, 22));
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void a_record_may_be_longer_than_what_is_read_at_once() {
    var text = "x".repeat(1_000_000) + ",\"" + "y\n".repeat(300_000) + "\"\n1,2\n";
    var read = read("FIELD_OPTIONALLY_ENCLOSED_BY='\"'", text.getBytes(StandardCharsets.UTF_8), 2);
    assertThat(read).hasSize(1_000_000 + 1 + 600_000 + 3 + 3).endsWith(" / 1|2");
  }
}
