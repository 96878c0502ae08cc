package dev.landfall.engine.folder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The fingerprints of a folder's files, by name. Immutable.
record Manifest(SortedMap<String, String> prints) {
  /// The fingerprint of a file that is not there.
  static final String NONE = "none";

  Manifest {
    prints = Collections.unmodifiableSortedMap(new TreeMap<>(prints));
  }

  static Manifest of(Map<String, String> contents) {
    var prints = new TreeMap<String, String>();
    contents.forEach((name, content) -> prints.put(name, print(content)));
    return new Manifest(prints);
  }

  /// Reads what [#toString] writes.
  static Manifest parse(String text) {
    var prints = new TreeMap<String, String>();
    text.lines()
        .forEach(line -> {
          var space = line.indexOf(' ');
          prints.put(line.substring(space + 1), line.substring(0, space));
        });
    return new Manifest(prints);
  }

  String print(String name, String otherwise) {
    return prints.getOrDefault(name, otherwise);
  }

  Manifest with(String name, String print) {
    var changed = new TreeMap<>(prints);
    if (print.equals(NONE)) {
      changed.remove(name);
    } else {
      changed.put(name, print);
    }
    return new Manifest(changed);
  }

  String fingerprint() {
    return print(toString());
  }

  static String print(String content) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      var digest = sha256.digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return prints.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining("\n"));
  }
}
