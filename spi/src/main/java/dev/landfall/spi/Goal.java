package dev.landfall.spi;

/// Where a plan leads to.
public sealed interface Goal {
  /// Everything the component's files describe.
  record Latest() implements Goal {}

  /// Nothing of the component is left but what its own rules keep, such as a bucket with a deletion
  /// policy. Values that are not known are no hindrance, and there are no outputs afterwards.
  record Destroyed() implements Goal {}

  /// Back to where a tag was set.
  record BackToTag(String tag) implements Goal {}

  /// Back by a number of the latest changes.
  record BackByCount(int count) implements Goal {
    /// @throws IllegalArgumentException when there is nothing to go back by
    public BackByCount {
      if (count < 1) {
        throw new IllegalArgumentException("count must be at least 1, not " + count);
      }
    }
  }
}
