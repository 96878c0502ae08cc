package dev.landfall.sandbox.snowflake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the tests of the parser say again and again.
final class Parsing {
  private Parsing() {}

  static Statement parse(String sql) throws SnowflakeException {
    return SnowflakeParser.parse(sql, Surroundings.none());
  }

  static <T extends Statement> T parse(String sql, Class<T> type) throws SnowflakeException {
    return type.cast(parse(sql));
  }

  static <T extends AlterAction> T action(String sql, Class<T> type) throws SnowflakeException {
    return type.cast(parse(sql, AlterStatement.class).action());
  }

  /// The error of a statement that is refused.
  static SnowflakeException refused(String sql) {
    return catchThrowableOfType(SnowflakeException.class, () -> parse(sql));
  }

  /// The statement is wrong at this place, in Snowflake's words.
  static void assertSyntaxError(String sql, int line, int position, String token) {
    SnowflakeException error = refused(sql);
    assertThat(error).as(sql).isNotNull();
    assertThat(error.text())
        .as(sql)
        .isEqualTo(
            "SQL compilation error:\nsyntax error line "
                + line
                + " at position "
                + position
                + " unexpected '"
                + token
                + "'.");
    assertThat(error.code()).isEqualTo("001003");
    assertThat(error.sqlState()).isEqualTo("42000");
  }

  /// The statement is right, but the sandbox refuses it and says why.
  static void assertNotSupported(String sql, String what) {
    SnowflakeException error = refused(sql);
    assertThat(error).as(sql).isNotNull();
    assertThat(error.code()).as(sql + ": " + error.text()).isEqualTo("000002");
    assertThat(error.text()).contains(what);
  }

  static QualifiedName name(String... parts) {
    return new QualifiedName(Arrays.stream(parts).map(Name::quoted).toList());
  }

  static List<Name> names(String... names) {
    return Arrays.stream(names).map(Name::quoted).toList();
  }

  static Value value(Options options, String name) {
    Optional<Value> value = options.find(name);
    assertThat(value).as(name).isPresent();
    return value.get();
  }

  static List<String> texts(List<Span> spans) {
    return spans.stream().map(Span::text).toList();
  }
}
