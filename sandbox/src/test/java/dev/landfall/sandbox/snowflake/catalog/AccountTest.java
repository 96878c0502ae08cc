package dev.landfall.sandbox.snowflake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
  @Test
  void a_new_account_has_the_system_roles_in_their_hierarchy() throws Exception {
    try (var connection = Databases.memory()) {
      var catalogue = Databases.account(connection).catalogue();

      assertThat(catalogue.all(Kind.ROLE))
          .extracting(role -> role.name().value())
          .containsExactlyInAnyOrderElementsOf(SystemRole.ALL);
      long accountadmin = catalogue.role(new Name("ACCOUNTADMIN")).orElseThrow().id();
      assertThat(names(catalogue, catalogue.inherited(Set.of(accountadmin))))
          .containsExactlyInAnyOrder("ACCOUNTADMIN", "SECURITYADMIN", "USERADMIN", "SYSADMIN");
      long securityadmin = catalogue.role(new Name("SECURITYADMIN")).orElseThrow().id();
      assertThat(names(catalogue, catalogue.inherited(Set.of(securityadmin))))
          .containsExactlyInAnyOrder("SECURITYADMIN", "USERADMIN");
    }
  }

  @Test
  void what_was_changed_is_there_after_opening_again(@TempDir Path folder) throws Exception {
    var file = folder.resolve("account.duckdb");
    Catalogue before;
    try (var connection = Databases.file(file)) {
      var account = Databases.account(connection);
      account.change(
          connection,
          draft -> {
            var database = database(draft, "D");
            var schema = schema(draft, database, "S");
            draft.add(table(draft, schema, "T"));
            return draft.add(table(draft, schema, "gone"));
          });
      account.change(
          connection,
          draft -> {
            var d = draft.database(new Name("D")).orElseThrow();
            var s = draft.schema(d, new Name("S")).orElseThrow();
            draft.remove(draft.permanent(s.id(), Kind.Space.RELATION, "gone").orElseThrow().id());
            return draft;
          });
      before = account.catalogue();
    }
    try (var connection = Databases.file(file)) {
      var after = Databases.account(connection).catalogue();

      assertThat(after.all().collect(Collectors.toSet()))
          .isEqualTo(before.all().collect(Collectors.toSet()));
      assertThat(after.lastId()).isEqualTo(before.lastId());
    }
  }

  @Test
  void what_no_process_can_open_again_has_no_journal() throws Exception {
    try (var kept = Databases.memory();
        var lost = Databases.memory()) {
      var _ = Databases.account(kept);
      var _ = Account.open("TESTS", "AWS_EU_WEST_1", new Name("ADMIN"), lost, false, Databases.NOW);
      assertThat(rows(kept)).isPositive();
      assertThat(rows(lost)).isZero();
    }
  }

  private static long rows(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT count(*) FROM \"landfall\".\"catalogue\"")) {
      found.next();
      return found.getLong(1);
    }
  }

  @Test
  void a_change_that_fails_changes_neither_catalogue_nor_data() throws Exception {
    try (var connection = Databases.memory();
        var statement = connection.createStatement()) {
      var account = Databases.account(connection);
      var before = account.catalogue();

      assertThatThrownBy(() ->
              account.change(
                  connection,
                  draft -> {
                    database(draft, "D");
                    statement.execute("CREATE TABLE data.t (a INT)");
                    throw new SnowflakeException("1", "2", "no");
                  }))
          .isInstanceOf(SnowflakeException.class);

      assertThat(account.catalogue()).isSameAs(before);
      try (var tables =
          statement.executeQuery("SELECT count(*) FROM duckdb_tables() WHERE table_name = 't'")) {
        tables.next();
        assertThat(tables.getInt(1)).isZero();
      }
    }
  }

  @Test
  void two_objects_of_one_place_and_space_may_not_share_a_name() throws Exception {
    try (var connection = Databases.memory()) {
      var account = Databases.account(connection);
      account.change(connection, draft -> database(draft, "D"));

      assertThatThrownBy(() -> account.change(connection, draft -> database(draft, "D")))
          .isInstanceOfSatisfying(
              SnowflakeException.class,
              e -> {
                assertThat(e.code()).isEqualTo("002002");
                assertThat(e).hasMessageContaining("Object 'D' already exists.");
              });
    }
  }

  @Test
  void a_database_of_a_newer_format_is_refused(@TempDir Path folder) throws Exception {
    var file = folder.resolve("account.duckdb");
    try (var connection = Databases.file(file);
        var statement = connection.createStatement()) {
      Databases.account(connection);
      statement.execute("UPDATE landfall.format SET version = 99");
    }
    try (var connection = Databases.file(file)) {
      assertThatThrownBy(() -> Databases.account(connection))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("format 99");
    }
  }

  @Test
  void a_long_history_is_forgotten_but_no_id_is_used_twice(@TempDir Path folder) throws Exception {
    var file = folder.resolve("account.duckdb");
    long last;
    try (var connection = Databases.file(file)) {
      var account = Databases.account(connection);
      account.change(connection, draft -> database(draft, "D"));
      for (int i = 0; i < 250; i++) {
        var comment = "comment " + i;
        account.change(
            connection,
            draft ->
                draft.update(
                    draft.database(new Name("D")).orElseThrow().withComment(Optional.of(comment))));
      }
      account.change(
          connection,
          draft -> {
            draft.remove(draft.database(new Name("D")).orElseThrow().id());
            return draft;
          });
      last = account.catalogue().lastId();
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM landfall.catalogue")) {
        rows.next();
        assertThat(rows.getInt(1)).isLessThan(150);
      }
    }
    try (var connection = Databases.file(file)) {
      assertThat(Databases.account(connection).catalogue().lastId()).isEqualTo(last);
    }
  }

  @Test
  void what_is_known_of_roles_lasts_until_a_change_concerns_them() throws Exception {
    try (var connection = Databases.memory()) {
      var account = Databases.account(connection);
      account.change(connection, draft -> schema(draft, database(draft, "D"), "S"));
      var before = account.catalogue();
      var admin = before.user(new Name("ADMIN")).orElseThrow();
      var analyst = before.lastId() + 2;
      var roles = before.rolesOf(admin);
      var inherited = before.inherited(roles);

      account.change(
          connection,
          draft -> {
            var database = draft.database(new Name("D")).orElseThrow();
            draft.add(table(draft, draft.schema(database, new Name("S")).orElseThrow(), "T"));
            assertThat(draft.rolesOf(admin)).isSameAs(roles);
            assertThat(draft.inherited(roles)).isSameAs(inherited);
            return draft;
          });
      assertThat(account.catalogue().rolesOf(admin)).isSameAs(roles);
      assertThat(account.catalogue().inherited(roles)).isSameAs(inherited);

      account.change(
          connection,
          draft -> {
            var role =
                Entity.of(
                    draft.newId(),
                    Kind.ROLE,
                    Directory.ACCOUNT,
                    new Name("ANALYST"),
                    owner(draft),
                    Databases.NOW,
                    new Body.Role());
            assertThat(role.id()).isEqualTo(analyst);
            draft.add(
                role.withGrants(List.of(new Grant("USAGE", admin.id(), false, 0, Databases.NOW))));
            assertThat(draft.rolesOf(admin)).contains(analyst);
            return draft;
          });
      assertThat(account.catalogue().rolesOf(admin)).containsAll(roles).contains(analyst);
      assertThat(account.catalogue().inherited(Set.of(analyst))).containsExactly(analyst);

      account.change(
          connection,
          draft -> {
            draft.remove(analyst);
            return draft;
          });
      assertThat(account.catalogue().rolesOf(admin)).isEqualTo(roles);
    }
  }

  private static Set<String> names(Directory directory, Set<Long> ids) {
    return ids.stream().map(id -> directory.get(id).name().value()).collect(Collectors.toSet());
  }

  static Entity database(Draft draft, String name) throws SnowflakeException {
    return draft.add(
        Entity.of(
            draft.newId(),
            Kind.DATABASE,
            Directory.ACCOUNT,
            new Name(name),
            owner(draft),
            Databases.NOW,
            new Body.Database(false, OptionalInt.of(1), Map.of(), List.of())));
  }

  static Entity schema(Draft draft, Entity database, String name) throws SnowflakeException {
    return draft.add(
        Entity.of(
            draft.newId(),
            Kind.SCHEMA,
            database.id(),
            new Name(name),
            owner(draft),
            Databases.NOW,
            new Body.Schema(false, true, OptionalInt.empty(), Map.of(), List.of())));
  }

  static Entity table(Draft draft, Entity schema, String name) {
    long id = draft.newId();
    return Entity.of(
        id,
        Kind.TABLE,
        schema.id(),
        new Name(name),
        owner(draft),
        Databases.NOW,
        new Body.Table(
            Body.Durability.PERMANENT,
            Storage.table(id, false),
            List.of(
                Column.of(1, new Name("A"), new DataType.Fixed(10, 2), false)
                    .withComment(Optional.of("it's")),
                Column.of(
                    2,
                    new Name("b"),
                    new DataType.Timestamp(DataType.Timestamp.Zone.LTZ, 9),
                    true)),
            List.of(
                new Constraint(
                    new Name("PK"),
                    true,
                    Constraint.Type.PRIMARY_KEY,
                    List.of(1),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Databases.NOW)),
            List.of("A"),
            OptionalInt.empty(),
            false,
            Optional.of(new PolicyUse(77, List.of(2))),
            3,
            Map.of("X", new Value.Many(List.of(new Value.Text("'a"), new Value.Word("B"))))));
  }

  private static long owner(Directory directory) {
    return directory.role(new Name("SYSADMIN")).orElseThrow().id();
  }
}
