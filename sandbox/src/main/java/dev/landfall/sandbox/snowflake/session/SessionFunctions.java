package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.ddl.Answers;
import dev.landfall.sandbox.snowflake.ddl.CatalogueRelations;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations.StageFiles;
import dev.landfall.sandbox.snowflake.show.GetDdl;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Functions whose answer only the session knows (Snowflake, "Context functions").
final class SessionFunctions {
  private SessionFunctions() {}

  static Answers of(Session session) {
    return (catalogue, function, arguments) -> answer(session, catalogue, function, arguments);
  }

  /// The same for a statement that may read the files of stages.
  static Answers of(Session session, Reading.Stages stages) {
    return new Answers() {
      @Override
      public Optional<Typed> answer(
          CatalogueRelations catalogue, String function, List<Typed> arguments)
          throws SnowflakeException {
        return SessionFunctions.answer(session, catalogue, function, arguments);
      }

      @Override
      public Relation stage(StageFiles files, String query, Access access)
          throws SnowflakeException {
        return stages.read(files, query, access);
      }
    };
  }

  private static Optional<Typed> answer(
      Session session, CatalogueRelations catalogue, String function, List<Typed> arguments)
      throws SnowflakeException {
    return switch (function) {
      case "GET_DDL" -> Optional.of(getDdl(session, arguments));
      case "SYSTEM$STREAM_HAS_DATA" -> {
        count(function, arguments, 1, 1);
        yield Optional.of(
            Typed.of(
                catalogue.streamHasData(Names.parse(constant(function, arguments, 0))),
                new DataType.Bool(),
                false));
      }
      case "SYSTEM$TYPEOF" -> {
        count(function, arguments, 1, 1);
        yield Optional.of(Literals.text(StoredTypes.of(arguments.getFirst().type())));
      }
      case "SYSTEM$GET_TAG" -> {
        count(function, arguments, 3, 3);
        yield Optional.of(
            text(
                TagValues.of(
                    catalogue.access(),
                    Names.parse(constant(function, arguments, 0)),
                    constant(function, arguments, 1),
                    constant(function, arguments, 2))));
      }
      case "SYSTEM$PIPE_STATUS" -> {
        count(function, arguments, 1, 1);
        yield Optional.of(PipeCommands.status(session, constant(function, arguments, 0)));
      }
      case "IS_ROLE_IN_SESSION" -> Optional.of(isRoleInSession(session, arguments));
      case "CURRENT_TRANSACTION" -> {
        count(function, arguments, 0, 0);
        yield Optional.of(text(session.work().transaction().map(t -> Long.toString(t.id()))));
      }
      case "CURRENT_VERSION" -> {
        count(function, arguments, 0, 0);
        yield Optional.of(Literals.text(Session.SERVER_VERSION));
      }
      case "CURRENT_AVAILABLE_ROLES" -> {
        count(function, arguments, 0, 0);
        yield Optional.of(text(Optional.of(availableRoles(session))));
      }
      case "CURRENT_SECONDARY_ROLES" -> {
        count(function, arguments, 0, 0);
        yield Optional.of(text(Optional.of(secondaryRoles(session))));
      }
      default -> Optional.empty();
    };
  }

  static void count(String function, List<Typed> arguments, int least, int most)
      throws SnowflakeException {
    if (arguments.size() < least || arguments.size() > most) {
      var few = arguments.size() < least;
      throw new SnowflakeException(
          few ? "000938" : "000939",
          "22023",
          "SQL compilation error:\n"
              + (few ? "not enough" : "too many")
              + " arguments for function ["
              + function
              + "], expected "
              + (few ? least : most)
              + ", got "
              + arguments.size());
    }
  }

  static String constant(String function, List<Typed> arguments, int index)
      throws SnowflakeException {
    return arguments
        .get(index)
        .constant()
        .orElseThrow(() -> Errors.notSupported(function + " of something that is computed"));
  }

  private static Typed isRoleInSession(Session session, List<Typed> arguments)
      throws SnowflakeException {
    var function = "IS_ROLE_IN_SESSION";
    count(function, arguments, 1, 1);
    var name = new Name(constant(function, arguments, 0));
    var catalogue = session.account().catalog().catalogue();
    var roles = new Access(catalogue, session.actor()).roles();
    return Literals.bool(
        catalogue.role(name).filter(role -> roles.contains(role.id())).isPresent());
  }

  /// @param arguments the kind of the object, its name with the argument types of a function, and
  ///   whether names are to be qualified
  private static Typed getDdl(Session session, List<Typed> arguments) throws SnowflakeException {
    var function = "GET_DDL";
    count(function, arguments, 2, 3);
    var named = constant(function, arguments, 1);
    var parenthesis = named.indexOf('(');
    var name = parenthesis < 0 ? named : named.substring(0, parenthesis).strip();
    return Literals.text(
        GetDdl.of(
            session.account().catalog().catalogue(),
            session.actor(),
            constant(function, arguments, 0),
            Names.parse(name),
            parenthesis < 0 ? Optional.empty() : Optional.of(named.substring(parenthesis)),
            arguments.size() == 3 && constant(function, arguments, 2).equalsIgnoreCase("true")));
  }

  private static String availableRoles(Session session) {
    var catalogue = session.account().catalog().catalogue();
    var user = catalogue.user(session.user()).orElseThrow();
    return catalogue.inherited(catalogue.rolesOf(user)).stream()
        .map(id -> "\"" + catalogue.get(id).name().value().replace("\"", "\\\"") + "\"")
        .sorted()
        .collect(Collectors.joining(", ", "[ ", " ]"));
  }

  private static String secondaryRoles(Session session) {
    return switch (session.secondary()) {
      case Actor.Secondary.All() -> "{\"roles\":\"\",\"value\":\"ALL\"}";
      case Actor.Secondary.None() -> "{\"roles\":\"\",\"value\":\"\"}";
      case Actor.Secondary.These(var names) ->
          "{\"roles\":\""
              + names.stream().map(Name::value).collect(Collectors.joining(","))
              + "\",\"value\":\"\"}";
    };
  }

  static Typed text(Optional<String> value) {
    return value
        .map(Literals::text)
        .orElseGet(() -> Typed.of("CAST(NULL AS VARCHAR)", DataType.Text.MAX, true));
  }
}
