package dev.landfall.sandbox.snowflake.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// JSqlParser's trees of what it was given before. That is the skeleton of a statement, see
/// [Shield]: statements that differ in names and literals alone have one tree, and find what they
/// say by way of its placeholders. Whoever translates a tree must not change it.
///
/// Threads may share it.
final class Trees<T> {
  private static final int MOST = 256;
  private static final int LONGEST = 4_096;

  private final Map<String, T> trees =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > MOST;
        }
      };

  Optional<T> find(String skeleton) {
    synchronized (trees) {
      return Optional.ofNullable(trees.get(skeleton));
    }
  }

  void keep(String skeleton, T tree) {
    if (skeleton.length() <= LONGEST) {
      synchronized (trees) {
        trees.put(skeleton, tree);
      }
    }
  }
}
