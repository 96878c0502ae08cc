package dev.landfall.sandbox.aws.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All versions under a key, the newest first. Immutable.
record StoredObject(List<Version> versions) {
  static final StoredObject NONE = new StoredObject(List.of());

  Optional<Version> latest() {
    return versions.stream().findFirst();
  }

  /// What a client sees that asks for no version.
  Optional<Version> current() {
    return latest().filter(version -> !version.deleted());
  }

  Optional<Version> version(String id) {
    return versions.stream().filter(version -> version.id().equals(id)).findFirst();
  }

  /// With a newest one, which takes the place of the one with its id.
  StoredObject with(Version version) {
    var all = new ArrayList<Version>();
    all.add(version);
    versions.stream().filter(other -> !other.id().equals(version.id())).forEach(all::add);
    return new StoredObject(all);
  }

  /// With one that is changed in its place.
  StoredObject changed(Version version) {
    return new StoredObject(
        versions.stream().map(other -> other.id().equals(version.id()) ? version : other).toList());
  }

  StoredObject without(String id) {
    return new StoredObject(versions.stream().filter(other -> !other.id().equals(id)).toList());
  }
}
