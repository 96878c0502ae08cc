package dev.landfall.liquibase;

import dev.landfall.liquibase.SnowflakeProxy.Fate;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Journal;
import dev.landfall.spi.LiveSystem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A Snowflake behind a proxy, and a changelog that keeps account of what it does: in statements
/// that commit by themselves, and in transactions.
final class LiveSnowflake implements LiveSystem<LiquibaseSettings> {
  private static final String KEY = "s3cr3t-parameter";
  private static final String PASSWORD = "s3cr3t-password";

  /// The beginning of what guards a statement of a changeset.
  private static final String GUARD = "DECLARE gone EXCEPTION";

  private static final List<String> SET_UP =
      List.of(
          "CREATE TABLE ACCOUNT (AT NUMBER(10,0) AUTOINCREMENT ORDER, LINE VARCHAR(40))",
          "CREATE PROCEDURE NOTE(LINE VARCHAR) RETURNS VARCHAR LANGUAGE SQL AS 'BEGIN INSERT INTO"
              + " ACCOUNT (LINE) VALUES (:LINE); RETURN ''noted''; END'");
  private static final String CHANGELOG =
      """
      --changeset ann:1
      CREATE TABLE VENUES (ID NUMBER(10,0), KEY VARCHAR(40) DEFAULT '${key}');
      CALL NOTE('1');
      --rollback DROP TABLE VENUES;
      --changeset ann:2 runOnChange:true splitStatements:false
      BEGIN
        CREATE OR REPLACE VIEW NAMES AS SELECT ID FROM VENUES;
        INSERT INTO ACCOUNT (LINE) VALUES ('2');
      END;
      --rollback DROP VIEW NAMES;
      --changeset ann:3
      INSERT INTO VENUES (ID) VALUES (3);
      INSERT INTO ACCOUNT (LINE) VALUES ('3');
      --rollback DELETE FROM VENUES WHERE ID = 3;
      --changeset ann:4
      CALL NOTE('4');
      --rollback INSERT INTO ACCOUNT (LINE) VALUES ('4 back');
      --changeset ann:5
      INSERT INTO ACCOUNT (LINE) VALUES ('5');
      --rollback empty
      """;
  private static final List<String> OUTSIDE =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS DATABASECHANGELOG (ID VARCHAR(255) NOT NULL, AUTHOR
            VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TIMESTAMP_NTZ NOT
            NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM
            VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255),
            LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID
            VARCHAR(10))
          """,
          """
          INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED,
            EXECTYPE) VALUES ('0', 'outside', 'other.sql', CURRENT_TIMESTAMP()::TIMESTAMP_NTZ, 0,
            'EXECUTED')
          """,
          "CREATE TABLE OUTSIDE (ID INT)");

  private final SnowflakeServer server;
  private final SnowflakeStation station;
  private final SnowflakeProxy proxy;
  private int left = Integer.MAX_VALUE;
  private Fault fault = Fault.NONE;
  private Runnable reached = () -> {};

  LiveSnowflake(Path folder) throws IOException {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults().withUser("ANN", PASSWORD));
    station = new SnowflakeStation(folder, server).sql(CHANGELOG);
    station.parameters(Map.of("key", new Value.Known(KEY, true)));
    SET_UP.forEach(station::query);
    proxy = SnowflakeProxy.start(URI.create(server.endpoint()), this::before);
    station.through(proxy.port());
  }

  @Override
  public Provider<LiquibaseSettings> provider() {
    return new LiquibaseProvider(Clock.systemUTC());
  }

  @Override
  public Desired<LiquibaseSettings> desired() {
    return station.desired();
  }

  @Override
  public void changeFromOutside() {
    OUTSIDE.forEach(station::query);
  }

  @Override
  public String snapshot() {
    var text = new StringBuilder();
    text.append(
        station.query(
            "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT FROM INFORMATION_SCHEMA.COLUMNS WHERE"
                + " TABLE_SCHEMA = 'PUBLIC' AND TABLE_NAME NOT LIKE 'DATABASECHANGELOG%' ORDER BY"
                + " 1, 2"));
    if (exists("VENUES")) {
      text.append(station.query("SELECT ID, KEY FROM VENUES ORDER BY ID"));
    }
    // An empty table of bookkeeping says the same as none.
    text.append(
        rows(
            "DATABASECHANGELOG",
            "SELECT ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM, TAG FROM"
                + " DATABASECHANGELOG ORDER BY ORDEREXECUTED"));
    text.append(
        rows("DATABASECHANGELOGLOCK", "SELECT LOCKEDBY FROM DATABASECHANGELOGLOCK WHERE LOCKED"));
    return text.toString();
  }

  private boolean exists(String table) {
    var named = "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = '" + table + "'";
    return !station.query(named).isEmpty();
  }

  private List<List<String>> rows(String table, String query) {
    return exists(table) ? station.query(query) : List.of();
  }

  @Override
  public List<String> effects() {
    return station.column("SELECT LINE FROM ACCOUNT ORDER BY AT");
  }

  /// What the question's statement leaves behind.
  @Override
  public boolean tookPlace(Journal.Effect effect) {
    var question = effect.question();
    if (question.contains("CREATE TABLE VENUES")) {
      return exists("VENUES");
    }
    if (question.contains("BEGIN")) {
      return exists("NAMES");
    }
    return effects().stream().anyMatch(line -> question.contains("CALL NOTE('" + line + "')"));
  }

  @Override
  public synchronized void arm(int nth, Fault how, Runnable then) {
    left = nth;
    fault = how;
    reached = then;
  }

  private Fate before(String body) {
    Fault happens;
    synchronized (this) {
      if (!body.contains(GUARD) || --left != 0) {
        return Fate.PASS;
      }
      happens = fault;
    }
    reached.run();
    return switch (happens) {
      case NONE -> Fate.PASS;
      case LOST_REQUEST -> Fate.CUT;
      case LOST_ANSWER -> Fate.CUT_ANSWER;
    };
  }

  @Override
  public void sever() {
    proxy.sever();
  }

  @Override
  public List<Secret> secrets() {
    return List.of(Secret.of(KEY), Secret.of(PASSWORD));
  }

  @Override
  public void close() {
    station.close();
    proxy.close();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
