package dev.landfall.engine.folder;

import dev.landfall.spi.LiveSystem;
import dev.landfall.spi.ProviderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderProviderContractTest extends ProviderContract<FolderSettings> {
  @TempDir Path temporary;

  @Override
  protected LiveSystem<FolderSettings> liveSystem() throws IOException {
    return new FolderSystem(Files.createTempDirectory(temporary, "system"));
  }
}
