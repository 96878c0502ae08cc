package dev.landfall.cloudformation;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.spi.LiveSystem;
import dev.landfall.spi.ProviderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class CloudFormationProviderContractTest extends ProviderContract<CloudFormationSettings> {
  @TempDir Path temporary;

  @Override
  protected LiveSystem<CloudFormationSettings> liveSystem() throws IOException {
    return new LiveStacks(Files.createTempDirectory(temporary, "system"));
  }
}
