package dev.landfall.sandbox.snowflake.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// What an account has for loading: its files, a place for rows on their way, and the history of
/// what was loaded. Threads may share it.
public final class FileArea implements AutoCloseable {
  private final FileStores stores;
  private final Scratch scratch;
  private final DirectoryStore directories;

  private FileArea(FileStores stores, Scratch scratch, DirectoryStore directories) {
    this.stores = stores;
    this.scratch = scratch;
    this.directories = directories;
  }

  /// @param root the account's database, without a transaction; not closed
  /// @param stores are closed with the area
  public static FileArea open(Connection root, FileStores stores) throws SQLException {
    LoadHistory.create(root);
    return new FileArea(stores, Scratch.open(root, stores.spill()), DirectoryStore.open(root));
  }

  public FileStores stores() {
    return stores;
  }

  Scratch scratch() {
    return scratch;
  }

  DirectoryStore directories() {
    return directories;
  }

  @Override
  public void close() throws IOException {
    stores.close();
  }
}
