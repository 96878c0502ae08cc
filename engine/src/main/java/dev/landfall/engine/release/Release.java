package dev.landfall.engine.release;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// The pinned commit of every repository of a platform: exactly what is deployed. Immutable.
///
/// @param pins by repository name; [#BLUEPRINT] is the one that holds the blueprint
public record Release(SortedMap<String, Pin> pins) {
  /// The name under which the repository that holds the blueprint is pinned.
  public static final String BLUEPRINT = ".";

  /// One repository at one state.
  ///
  /// @param location where the repository is: an absolute path or a URL without credentials
  /// @param path the folder inside the repository, with `/`; empty for all of it
  /// @param commit the full commit id; empty when the folder is in no repository
  /// @param content the fingerprint of the folder's files
  /// @param committed whether the files are those of the commit: false when something was edited
  ///   since
  public record Pin(
      String location, String path, String commit, String content, boolean committed) {
    /// The first 12 digits of the commit, with a plus sign when files were edited since.
    public String shortCommit() {
      if (commit.isEmpty()) {
        return "unversioned";
      }
      return commit.substring(0, Math.min(12, commit.length())) + (committed ? "" : "+edited");
    }
  }

  /// Copies the map.
  public Release {
    pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
  }

  /// The release's name: the same for the same content on every machine.
  public String id() {
    var text = new StringBuilder();
    pins.forEach((name, pin) ->
        text.append(name)
            .append('\0')
            .append(pin.path())
            .append('\0')
            .append(pin.committed() ? pin.commit() : pin.content())
            .append('\n'));
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      var digest = sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return "r-" + HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Whether it can be repeated from the repositories alone.
  public boolean isCommitted() {
    return pins.values().stream().allMatch(Pin::committed);
  }
}
