package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import org.junit.jupiter.api.Test;

class OptionReaderTest {
  @Test
  void values_are_taken_by_type() throws SnowflakeException {
    OptionReader reader =
        reader(
            "WAREHOUSE_SIZE = 'XSMALL' AUTO_SUSPEND = 60 AUTO_RESUME = TRUE RESOURCE_MONITOR = m"
                + " COMMENT = $$c$$");
    assertThat(reader.text("WAREHOUSE_SIZE")).contains("XSMALL");
    assertThat(reader.integer("AUTO_SUSPEND")).contains(60L);
    assertThat(reader.bool("AUTO_RESUME")).contains(true);
    assertThat(reader.name("RESOURCE_MONITOR")).contains(name("M"));
    assertThat(reader.bool("INITIALLY_SUSPENDED")).isEmpty();
    assertThat(reader.left()).containsExactly("COMMENT");
    assertThat(reader.text("COMMENT")).contains("c");
    reader.finish();
  }

  @Test
  void strings_stand_for_numbers_truths_and_names() throws SnowflakeException {
    OptionReader reader =
        reader(
            "AUTO_SUSPEND = '60' AUTO_RESUME = 'true' RESOURCE_MONITOR = 'm' WAREHOUSE_SIZE = XSMALL");
    assertThat(reader.integer("AUTO_SUSPEND")).contains(60L);
    assertThat(reader.bool("AUTO_RESUME")).contains(true);
    assertThat(reader.name("RESOURCE_MONITOR")).contains(name("M"));
    assertThat(reader.text("WAREHOUSE_SIZE")).contains("XSMALL");
  }

  @Test
  void what_nobody_takes_is_refused_by_name() throws SnowflakeException {
    OptionReader reader = reader("AUTO_SUSPEND = 60 SCALING_POLICY = ECONOMY");
    assertThat(reader.integer("AUTO_SUSPEND")).contains(60L);
    assertThatThrownBy(reader::finish)
        .isInstanceOf(SnowflakeException.class)
        .hasMessage("Not supported by the sandbox: CREATE WAREHOUSE … SCALING_POLICY.");
  }

  @Test
  void nested_properties_are_taken_on_their_own() throws SnowflakeException {
    Options options =
        parse(
                "CREATE STAGE s DIRECTORY = (ENABLE = TRUE AUTO_REFRESH = TRUE)",
                ObjectStatement.CreateStage.class)
            .options();
    OptionReader directory = options.reader("CREATE STAGE").nested("DIRECTORY").orElseThrow();
    assertThat(directory.bool("ENABLE")).contains(true);
    assertThatThrownBy(directory::finish)
        .hasMessage("Not supported by the sandbox: CREATE STAGE … DIRECTORY … AUTO_REFRESH.");
    assertThatThrownBy(() -> options.none("CREATE STAGE"))
        .hasMessage("Not supported by the sandbox: CREATE STAGE … DIRECTORY.");
  }

  @Test
  void lists_are_taken_as_texts() throws SnowflakeException {
    Options options =
        parse(
                "CREATE STORAGE INTEGRATION i STORAGE_ALLOWED_LOCATIONS = ('a', 'b')"
                    + " STORAGE_BLOCKED_LOCATIONS = ()",
                AccountStatement.CreateIntegration.class)
            .options();
    OptionReader reader = options.reader("x");
    assertThat(reader.texts("STORAGE_ALLOWED_LOCATIONS").orElseThrow()).containsExactly("a", "b");
    assertThat(reader.texts("STORAGE_BLOCKED_LOCATIONS").orElseThrow()).isEmpty();
  }

  @Test
  void a_value_of_another_type_is_an_error() throws SnowflakeException {
    OptionReader reader = reader("AUTO_SUSPEND = soon AUTO_RESUME = 2");
    assertThatThrownBy(() -> reader.integer("AUTO_SUSPEND"))
        .isInstanceOfSatisfying(
            SnowflakeException.class, e -> assertThat(e.code()).isEqualTo("001008"))
        .hasMessage("SQL compilation error:\ninvalid value [SOON] for parameter 'AUTO_SUSPEND'");
    assertThatThrownBy(() -> reader.bool("AUTO_RESUME")).hasMessageContaining("invalid value [2]");
  }

  private static OptionReader reader(String properties) throws SnowflakeException {
    return parse("CREATE WAREHOUSE w " + properties, AccountStatement.CreateObject.class)
        .options()
        .reader("CREATE WAREHOUSE");
  }
}
