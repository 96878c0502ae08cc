package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {
  private static final GrantStatement.Grantee ROLE =
      new GrantStatement.Grantee(ObjectKind.ROLE, name("R"));

  @Test
  void privileges_are_granted_on_one_object() throws SnowflakeException {
    assertThat(parse("GRANT SELECT, INSERT ON TABLE s.t TO ROLE r WITH GRANT OPTION"))
        .isEqualTo(
            new GrantStatement.GrantPrivileges(
                List.of("SELECT", "INSERT"), one(ObjectKind.TABLE, name("S", "T")), ROLE, true));
    assertThat(parse("GRANT ALL PRIVILEGES ON WAREHOUSE w TO r"))
        .isEqualTo(
            new GrantStatement.GrantPrivileges(
                List.of("ALL"), one(ObjectKind.WAREHOUSE, name("W")), ROLE, false));
    assertThat(parse("GRANT USAGE ON FUNCTION s.f(INT) TO ROLE r"))
        .isEqualTo(
            new GrantStatement.GrantPrivileges(
                List.of("USAGE"),
                new GrantStatement.Target.One(
                    ObjectKind.FUNCTION,
                    name("S", "F"),
                    Optional.of(List.of(DataType.Fixed.INTEGER))),
                ROLE,
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE DATABASE, ACCOUNT",
    "APPLY MASKING POLICY, ACCOUNT",
    "EXECUTE TASK, ACCOUNT",
    "MANAGE GRANTS, ACCOUNT",
    "CREATE MATERIALIZED VIEW, SCHEMA s",
    "ADD SEARCH OPTIMIZATION, SCHEMA s",
    "IMPORTED PRIVILEGES, DATABASE d",
    "READ, STAGE s.x",
    "USAGE, FILE FORMAT f",
    "MONITOR, PIPE p",
    "OPERATE, TASK t",
    "USAGE, INTEGRATION i",
    "APPLY, TAG t",
    "APPLY, ROW ACCESS POLICY p",
    "MONITOR, RESOURCE MONITOR m",
    "USAGE, DATABASE ROLE d.r",
    "IMPERSONATE, USER u",
  })
  void privileges_and_kinds_of_many_words_are_known(String privilege, String on)
      throws SnowflakeException {
    var grant =
        parse(
            "GRANT " + privilege + " ON " + on + " TO ROLE r",
            GrantStatement.GrantPrivileges.class);
    assertThat(grant.privileges()).containsExactly(privilege);
    var revoke =
        parse(
            "REVOKE " + privilege + " ON " + on + " FROM ROLE r",
            GrantStatement.RevokePrivileges.class);
    assertThat(revoke.on()).isEqualTo(grant.on());
  }

  @Test
  void privileges_are_granted_on_all_and_on_future_objects() throws SnowflakeException {
    assertThat(parse("GRANT SELECT ON ALL MATERIALIZED VIEWS IN DATABASE d TO DATABASE ROLE d.r"))
        .isEqualTo(
            new GrantStatement.GrantPrivileges(
                List.of("SELECT"),
                new GrantStatement.Target.All(
                    ObjectKind.MATERIALIZED_VIEW, container(ObjectKind.DATABASE, name("D"))),
                new GrantStatement.Grantee(ObjectKind.DATABASE_ROLE, name("D", "R")),
                false));
    assertThat(
            parse("REVOKE GRANT OPTION FOR USAGE ON FUTURE FUNCTIONS IN SCHEMA d.s FROM r CASCADE"))
        .isEqualTo(
            new GrantStatement.RevokePrivileges(
                true,
                List.of("USAGE"),
                new GrantStatement.Target.Future(
                    ObjectKind.FUNCTION, container(ObjectKind.SCHEMA, name("D", "S"))),
                ROLE,
                Optional.of(ObjectStatement.Dependents.CASCADE)));
  }

  @Test
  void ownership_goes_with_or_without_the_grants() throws SnowflakeException {
    assertThat(parse("GRANT OWNERSHIP ON ALL VIEWS IN SCHEMA m TO ROLE r COPY CURRENT GRANTS"))
        .isEqualTo(
            new GrantStatement.GrantOwnership(
                new GrantStatement.Target.All(
                    ObjectKind.VIEW, container(ObjectKind.SCHEMA, name("M"))),
                ROLE,
                Optional.of(GrantStatement.CurrentGrants.COPY)));
    assertThat(parse("GRANT OWNERSHIP ON TABLE t TO ROLE r REVOKE CURRENT GRANTS"))
        .extracting("currentGrants")
        .isEqualTo(Optional.of(GrantStatement.CurrentGrants.REVOKE));
    assertThat(parse("REVOKE OWNERSHIP ON FUTURE TABLES IN SCHEMA s FROM ROLE r"))
        .isInstanceOf(GrantStatement.RevokePrivileges.class);
  }

  @Test
  void roles_are_granted_to_roles_and_users() throws SnowflakeException {
    assertThat(parse("GRANT ROLE a TO ROLE r"))
        .isEqualTo(new GrantStatement.GrantRole(Name.quoted("A"), ROLE));
    assertThat(parse("REVOKE ROLE a FROM USER u"))
        .isEqualTo(
            new GrantStatement.RevokeRole(
                Name.quoted("A"), new GrantStatement.Grantee(ObjectKind.USER, name("U"))));
    assertThat(parse("GRANT DATABASE ROLE d.a TO SHARE s"))
        .isEqualTo(
            new GrantStatement.GrantDatabaseRole(
                name("D", "A"), new GrantStatement.Grantee(ObjectKind.SHARE, name("S"))));
    assertThat(parse("REVOKE DATABASE ROLE d.a FROM ROLE r"))
        .isEqualTo(new GrantStatement.RevokeDatabaseRole(name("D", "A"), ROLE));
  }

  @Test
  void wrong_words_are_named_with_their_place() {
    assertSyntaxError("GRANT FLY ON TABLE t TO ROLE r", 1, 6, "FLY");
    assertSyntaxError("GRANT SELECT TABLE t TO ROLE r", 1, 13, "TABLE");
    assertSyntaxError("GRANT SELECT ON THING t TO ROLE r", 1, 16, "THING");
    assertSyntaxError("GRANT SELECT ON TABLE t FROM ROLE r", 1, 24, "FROM");
    assertSyntaxError("GRANT ROLE a TO r", 1, 16, "r");
    assertNotSupported("GRANT CREATE WORKSPACE ON SCHEMA s TO ROLE r", "CREATE WORKSPACE");
    assertNotSupported("GRANT APPLICATION ROLE a.b TO ROLE r", "GRANT APPLICATION");
  }

  private static GrantStatement.Target one(ObjectKind kind, QualifiedName name) {
    return new GrantStatement.Target.One(kind, name, Optional.empty());
  }

  private static Container container(ObjectKind kind, QualifiedName name) {
    return new Container(Optional.of(kind), Optional.of(name));
  }
}
