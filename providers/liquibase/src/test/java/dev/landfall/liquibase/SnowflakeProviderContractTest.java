package dev.landfall.liquibase;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.LiveSystem;
import dev.landfall.spi.ProviderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SnowflakeProviderContractTest extends ProviderContract<LiquibaseSettings> {
  @TempDir Path temporary;

  @Override
  protected LiveSystem<LiquibaseSettings> liveSystem() throws IOException {
    return new LiveSnowflake(Files.createTempDirectory(temporary, "system"));
  }
}
