package dev.landfall.engine.secret;

import dev.landfall.spi.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A place where secrets are looked up by name. Threads may share it.
public interface SecretSource {
  /// How many characters a secret must have: shorter ones stand in so many texts by chance that
  /// taking them out would spoil the texts.
  int SHORTEST = 4;

  /// For looking at settings without any secret: every name has a value that says it is none.
  SecretSource PLACEHOLDERS =
      new SecretSource() {
        @Override
        public Optional<Secret> find(String name) {
          return Optional.of(Secret.of("(secret " + name + ")"));
        }

        @Override
        public String lookedIn() {
          return "nothing";
        }
      };

  /// A secret, when this place has it.
  Optional<Secret> find(String name);

  /// What people call this place.
  String lookedIn();

  /// The variables of an environment.
  static SecretSource environment(Map<String, String> variables) {
    var copy = Map.copyOf(variables);
    return new SecretSource() {
      @Override
      public Optional<Secret> find(String name) {
        return Optional.ofNullable(copy.get(name))
            .filter(value -> !value.isEmpty())
            .map(Secret::of);
      }

      @Override
      public String lookedIn() {
        return "the environment";
      }
    };
  }

  /// Several places, the first that has it wins.
  static SecretSource chain(List<SecretSource> places) {
    var copy = List.copyOf(places);
    return new SecretSource() {
      @Override
      public Optional<Secret> find(String name) {
        return copy.stream().flatMap(place -> place.find(name).stream()).findFirst();
      }

      @Override
      public String lookedIn() {
        return copy.stream().map(SecretSource::lookedIn).collect(Collectors.joining(", "));
      }
    };
  }
}
