package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.Optional;

/// The values of a statement's placeholders: `?` and `:1` by position, `:NAME` by name (the
/// variables of Snowflake Scripting).
public interface Binds {
  /// A statement without placeholders.
  Binds NONE =
      new Binds() {
        @Override
        public Optional<Typed> position(int position) {
          return Optional.empty();
        }

        @Override
        public Optional<Typed> name(Name name) {
          return Optional.empty();
        }
      };

  /// @param position counted from 1
  /// @return empty when nothing is bound there
  Optional<Typed> position(int position);

  /// @return empty when there is no such variable
  Optional<Typed> name(Name name);
}
