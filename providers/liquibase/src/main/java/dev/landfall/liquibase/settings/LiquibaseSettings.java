package dev.landfall.liquibase.settings;

import dev.landfall.spi.Doc;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `with:` of a component that `uses: liquibase`.
@Doc("Database changes, written as Liquibase changesets and applied to one database per target.")
public record LiquibaseSettings(
    @Doc("The root changelog, relative to the component's repository.") String changelog,
    @Doc("The database to change, and how to log in.") Connection connection,
    @Doc("Liquibase contexts; a changeset runs when its context expression matches them.")
        List<String> contexts,
    @Doc("A Liquibase label expression; a changeset runs when its labels match it.")
        Optional<String> labels,
    @Doc("Changelog parameters: what ${name} in a changelog stands for.")
        Map<String, Value> parameters,
    @Doc("Where the bookkeeping lives.") Optional<Tracking> tracking,
    @Doc(
            "What the database tells the components that need this one, by the names of the"
                + " outputs. It is recorded and shown: no place for secrets.")
        Map<String, Output> outputs) {

  /// A value that the database is asked for after every rollout.
  public record Output(
      @Doc("A statement that only reads, such as SELECT, SHOW PIPES or DESC INTEGRATION.")
          String query,
      @Doc("The column with the value; the first when left out.") Optional<String> column,
      @Doc("Which row is meant, by the values of its columns.") Map<String, String> where) {
    public Output {
      where = Map.copyOf(where);
    }
  }

  /// How to reach the database.
  public record Connection(
      @Doc("The JDBC URL, such as jdbc:postgresql://host:5432/name or jdbc:snowflake://account.")
          String url,
      @Doc("The user to log in as.") Optional<String> user,
      @Doc("The user's password, as ${secret:NAME}.") Optional<Secret> password,
      @Doc("The user's private key in PEM, as ${secret:NAME}; Snowflake only.")
          Optional<Secret> privateKey,
      @Doc("The database, when the URL does not name it.") Optional<String> database,
      @Doc("The default schema.") Optional<String> schema,
      @Doc("The Snowflake warehouse that runs the statements.") Optional<String> warehouse,
      @Doc("The Snowflake role to use.") Optional<String> role) {}

  /// Where DATABASECHANGELOG and DATABASECHANGELOGLOCK lie.
  public record Tracking(
      @Doc("The schema of the bookkeeping tables; the connection's schema when left out.")
          Optional<String> schema) {}
}
