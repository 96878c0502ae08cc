package dev.landfall.engine.folder;

import dev.landfall.spi.Doc;
import dev.landfall.spi.Value;
import java.util.Map;

/// Settings of `uses: folder`.
///
/// @param folder the absolute folder
/// @param entries what its files hold, by name; any other file is deleted
@Doc("A folder that holds exactly these files.")
public record FolderSettings(String folder, Map<String, Value> entries) {}
