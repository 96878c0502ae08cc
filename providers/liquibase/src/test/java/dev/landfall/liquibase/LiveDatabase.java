package dev.landfall.liquibase;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.sandbox.network.CountingProxy;
import dev.landfall.sandbox.network.FlightListener;
import dev.landfall.spi.Desired;
import dev.landfall.spi.LiveSystem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A PostgreSQL database behind a proxy, and a changelog that keeps account of what it does.
final class LiveDatabase implements LiveSystem<LiquibaseSettings>, FlightListener {
  private static final String KEY = "s3cr3t-parameter";
  private static final String CHANGELOG =
      """
      --changeset ann:1
      CREATE TABLE venues (id int, key text DEFAULT '${key}');
      INSERT INTO account (line) VALUES ('1');
      --rollback DROP TABLE venues;
      --changeset ann:2 runOnChange:true
      CREATE OR REPLACE VIEW names AS SELECT id FROM venues;
      INSERT INTO account (line) VALUES ('2');
      --rollback DROP VIEW names;
      --changeset ann:3
      INSERT INTO account (line) VALUES ('3');
      --rollback INSERT INTO account (line) VALUES ('3 back');
      --changeset ann:4
      INSERT INTO account (line) VALUES ('4');
      --rollback empty
      """;
  private static final String OUTSIDE =
      """
      CREATE TABLE IF NOT EXISTS databasechangelog (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255)
        NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TIMESTAMP NOT NULL, ORDEREXECUTED
        INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION
        VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS
        VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10));
      INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
        VALUES ('0', 'outside', 'other.sql', now(), 0, 'EXECUTED');
      CREATE TABLE outside (id int);
      """;

  private final Station station;
  private final CountingProxy proxy;
  private int left = Integer.MAX_VALUE;
  private int struck = -1;
  private Fault fault = Fault.NONE;
  private Runnable reached = () -> {};

  LiveDatabase(Path folder) throws IOException {
    station = new Station(folder).sql(CHANGELOG);
    station.parameters(Map.of("key", new Value.Known(KEY, true)));
    station.query("CREATE TABLE account (at serial, line text)");
    proxy = CountingProxy.start(station.server().port(), Duration.ZERO, this);
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
    station.query(OUTSIDE);
  }

  @Override
  public String snapshot() {
    var text = new StringBuilder();
    text.append(
        station.query(
            "SELECT table_name, column_name, column_default FROM information_schema.columns WHERE"
                + " table_schema = 'public' AND table_name NOT LIKE 'databasechangelog%' ORDER BY"
                + " 1, 2"));
    // An empty table of bookkeeping says the same as none.
    text.append(
        rows(
            "databasechangelog",
            "SELECT id, author, filename, orderexecuted, exectype, md5sum, tag FROM"
                + " databasechangelog ORDER BY orderexecuted"));
    text.append(
        rows("databasechangeloglock", "SELECT lockedby FROM databasechangeloglock WHERE locked"));
    return text.toString();
  }

  private List<List<String>> rows(String table, String query) {
    var exists = station.column("SELECT to_regclass('" + table + "')").equals(List.of(table));
    return exists ? station.query(query) : List.of();
  }

  @Override
  public List<String> effects() {
    return station.column("SELECT line FROM account ORDER BY at");
  }

  @Override
  public synchronized void arm(int nth, Fault how, Runnable then) {
    left = nth;
    fault = how;
    reached = then;
    struck = -1;
  }

  /// A step's flight is the only one that begins a transaction.
  @Override
  public Fate beforeRequest(int number, String beginning) {
    synchronized (this) {
      if (!beginning.contains("BEGIN\n;") || --left != 0) {
        return Fate.PASS;
      }
      struck = number;
    }
    reached.run();
    return fault == Fault.LOST_REQUEST ? Fate.CUT : Fate.PASS;
  }

  @Override
  public synchronized Fate beforeAnswer(int number) {
    return number == struck && fault == Fault.LOST_ANSWER ? Fate.CUT : Fate.PASS;
  }

  @Override
  public void sever() {
    proxy.cutAll();
  }

  @Override
  public List<Secret> secrets() {
    return List.of(Secret.of(KEY), Secret.of(station.server().password()));
  }

  @Override
  public void close() {
    station.close();
    proxy.close();
  }
}
