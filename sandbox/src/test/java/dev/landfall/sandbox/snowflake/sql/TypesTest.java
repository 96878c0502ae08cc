package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static dev.landfall.sandbox.snowflake.sql.Parsing.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMBER | NUMBER(38,0)",
        "decimal(10) | NUMBER(10,0)",
        "DEC(10, 2) | NUMBER(10,2)",
        "NUMERIC(38,37) | NUMBER(38,37)",
        "INT | NUMBER(38,0)",
        "INTEGER | NUMBER(38,0)",
        "BIGINT | NUMBER(38,0)",
        "SMALLINT | NUMBER(38,0)",
        "TINYINT | NUMBER(38,0)",
        "BYTEINT | NUMBER(38,0)",
        "FLOAT | FLOAT",
        "FLOAT(53) | FLOAT",
        "FLOAT4 | FLOAT",
        "FLOAT8 | FLOAT",
        "DOUBLE | FLOAT",
        "DOUBLE PRECISION | FLOAT",
        "REAL | FLOAT",
        "VARCHAR | VARCHAR(16777216)",
        "VARCHAR(20) | VARCHAR(20)",
        "VARCHAR(134217728) | VARCHAR(134217728)",
        "STRING | VARCHAR(16777216)",
        "TEXT(5) | VARCHAR(5)",
        "NVARCHAR(5) | VARCHAR(5)",
        "NVARCHAR2 | VARCHAR(16777216)",
        "CHAR | VARCHAR(1)",
        "CHAR(3) | VARCHAR(3)",
        "CHARACTER | VARCHAR(1)",
        "NCHAR | VARCHAR(1)",
        "CHAR VARYING | VARCHAR(16777216)",
        "NCHAR VARYING(7) | VARCHAR(7)",
        "BINARY | BINARY(8388608)",
        "VARBINARY(16) | BINARY(16)",
        "BOOLEAN | BOOLEAN",
        "DATE | DATE",
        "TIME | TIME(9)",
        "TIME(3) | TIME(3)",
        "DATETIME | TIMESTAMP_NTZ(9)",
        "TIMESTAMP | TIMESTAMP_NTZ(9)",
        "TIMESTAMP(6) | TIMESTAMP_NTZ(6)",
        "TIMESTAMP_NTZ(0) | TIMESTAMP_NTZ(0)",
        "TIMESTAMPNTZ | TIMESTAMP_NTZ(9)",
        "TIMESTAMP WITHOUT TIME ZONE | TIMESTAMP_NTZ(9)",
        "TIMESTAMP_LTZ | TIMESTAMP_LTZ(9)",
        "TIMESTAMPLTZ(3) | TIMESTAMP_LTZ(3)",
        "TIMESTAMP WITH LOCAL TIME ZONE | TIMESTAMP_LTZ(9)",
        "TIMESTAMP_TZ | TIMESTAMP_TZ(9)",
        "TIMESTAMPTZ | TIMESTAMP_TZ(9)",
        "TIMESTAMP(3) WITH TIME ZONE | TIMESTAMP_TZ(3)",
        "VARIANT | VARIANT",
        "OBJECT | OBJECT",
        "ARRAY | ARRAY",
      })
  void every_name_of_a_type_is_known(String written, String type) throws SnowflakeException {
    assertThat(type(written, Surroundings.none()).sql()).isEqualTo(type);
  }

  @Test
  void a_bare_timestamp_is_what_the_session_says() throws SnowflakeException {
    var ltz =
        new Surroundings() {
          @Override
          public DataType.Timestamp.Zone timestampMapping() {
            return DataType.Timestamp.Zone.LTZ;
          }
        };
    assertThat(type("TIMESTAMP", ltz).sql()).isEqualTo("TIMESTAMP_LTZ(9)");
    assertThat(type("TIMESTAMP_NTZ", ltz).sql()).isEqualTo("TIMESTAMP_NTZ(9)");
    assertThat(type("DATETIME", ltz).sql()).isEqualTo("TIMESTAMP_NTZ(9)");
    assertThat(type("TIMESTAMP WITHOUT TIME ZONE", ltz).sql()).isEqualTo("TIMESTAMP_NTZ(9)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VARCHAR(0) | Invalid character length: 0. Must be between 1 and 134,217,728.",
        "VARCHAR(4294967295) | Invalid character length: 4,294,967,295. Must be between 1 and"
            + " 134,217,728.",
        "NUMBER(39) | Invalid number precision: 39. Must be between 1 and 38.",
        "NUMBER(0) | Invalid number precision: 0. Must be between 1 and 38.",
        "NUMBER(38,38) | Invalid number scale: 38. Must be between 0 and 37.",
        "NUMBER(2,3) | Invalid number scale: 3. Must be between 0 and 2.",
        "BINARY(0) | Invalid binary length: 0. Must be between 1 and 67,108,864.",
        "TIME(10) | Invalid timestamp precision: 10. Must be between 0 and 9.",
        "BLOB | Unsupported data type 'BLOB'.",
        "BOOL | Unsupported data type 'BOOL'.",
      })
  void sizes_out_of_range_and_unknown_types_are_errors(String type, String message) {
    assertThat(refused("CREATE TABLE t (a " + type + ")").text())
        .isEqualTo("SQL compilation error:\n" + message);
  }

  @Test
  void types_that_take_no_size_are_syntax_errors_with_one() {
    assertSyntaxError("CREATE TABLE t (a INT(36))", 1, 22, "36");
    assertSyntaxError("CREATE TABLE t (a VARIANT(36))", 1, 26, "36");
    assertSyntaxError("CREATE TABLE t (a VARCHAR())", 1, 26, ")");
    assertSyntaxError("CREATE TABLE t (a VARCHAR(x))", 1, 26, "x");
    assertSyntaxError("CREATE TABLE t (a NUMBER(36, 5, 7))", 1, 30, ",");
    assertSyntaxError("CREATE TABLE t (a DOUBLE(1))", 1, 25, "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MAP(VARCHAR, INT)",
        "VECTOR(FLOAT, 3)",
        "GEOGRAPHY",
        "GEOMETRY",
        "DECFLOAT",
        "FILE",
        "ARRAY(INT)",
        "OBJECT(a INT)"
      })
  void types_that_the_sandbox_lacks_are_refused(String type) {
    assertNotSupported("CREATE TABLE t (a " + type + ")", "data type");
  }

  private static DataType type(String written, Surroundings surroundings)
      throws SnowflakeException {
    Statement statement =
        SnowflakeParser.parse("CREATE TABLE t (a " + written + ", b INT)", surroundings);
    Optional<DataType> type = ((TableStatement.CreateTable) statement).columns().getFirst().type();
    assertThat(type).isPresent();
    assertThat(parse("CREATE FUNCTION f(x " + written + ") RETURNS " + written + " AS 'x'"))
        .isInstanceOf(CodeStatement.CreateFunction.class);
    return type.orElseThrow();
  }
}
