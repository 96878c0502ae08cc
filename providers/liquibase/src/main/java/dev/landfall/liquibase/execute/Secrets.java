package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Value;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The secret values of a component's settings, the longest first.
record Secrets(List<String> values) {
  static Secrets of(LiquibaseSettings settings) {
    Set<String> all = new HashSet<>();
    for (var value : settings.parameters().values()) {
      if (value instanceof Value.Known known && known.secret()) {
        all.add(String.valueOf(known.json()));
      }
    }
    var connection = settings.connection();
    connection.password().map(Secret::reveal).ifPresent(all::add);
    connection.privateKey().map(Secret::reveal).ifPresent(all::add);
    return new Secrets(
        all.stream()
            .filter(secret -> !secret.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /// A text with every secret replaced.
  String mask(String text) {
    var masked = text;
    for (var secret : values) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }
}
