package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A scalar function of the catalogue.
///
/// @param names all names, the function's own first
/// @param most the largest number of arguments
/// @param refused why the sandbox does not honour it; empty when it does
record Definition(
    List<String> names, int least, int most, Words words, Body body, String refused, String note) {
  /// Any number of arguments.
  static final int MANY = Integer.MAX_VALUE;

  /// Makes a call, of which the number of arguments is right, into SQL.
  interface Body {
    Typed apply(Call call) throws SnowflakeException;
  }

  /// Which arguments are words; see [ScalarFunction#words].
  interface Words {
    Set<Integer> in(List<Optional<String>> identifiers);
  }

  Definition {
    names = List.copyOf(names);
  }

  /// @param names separated by blanks
  static Definition define(String names, int least, int most, Body body) {
    return new Definition(
        List.of(names.split(" ")), least, most, identifiers -> Set.of(), body, "", "");
  }

  /// A function that Snowflake has and the sandbox does not.
  static Definition refused(String name, String why) {
    Body body =
        call -> {
          throw Errors.notSupported("function " + call.name() + ", " + why);
        };
    return new Definition(
        List.of(name.split(" ")), 0, MANY, identifiers -> Set.of(), body, why, "");
  }

  Definition words(Words some) {
    return new Definition(names, least, most, some, body, refused, note);
  }

  /// The first argument is a word.
  Definition firstWord() {
    return words(identifiers ->
        !identifiers.isEmpty() && identifiers.getFirst().isPresent() ? Set.of(0) : Set.of());
  }

  /// What is not honoured of it.
  Definition note(String text) {
    return new Definition(names, least, most, words, body, refused, text);
  }

  ScalarFunction function(String name) {
    return new ScalarFunction() {
      @Override
      public Typed call(List<Typed> arguments, Ambient ambient) throws SnowflakeException {
        checkCount(name, arguments.size(), least, most);
        return body.apply(new Call(name, List.copyOf(arguments), ambient));
      }

      @Override
      public Set<Integer> words(List<Optional<String>> identifiers) {
        return words.in(identifiers);
      }
    };
  }

  static void checkCount(String name, int given, int least, int most) throws SnowflakeException {
    if (given < least) {
      throw new SnowflakeException(
          "000938",
          "22023",
          "SQL compilation error:\nnot enough arguments for function ["
              + name
              + "], expected "
              + least
              + ", got "
              + given);
    }
    if (given > most) {
      throw new SnowflakeException(
          "000939",
          "22023",
          "SQL compilation error:\ntoo many arguments for function ["
              + name
              + "] expected "
              + most
              + ", got "
              + given);
    }
  }
}
