package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.diff.DiffGeneratorFactory;
import liquibase.diff.compare.CompareControl;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.snapshot.SnapshotControl;
import liquibase.snapshot.SnapshotGeneratorFactory;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Column;
import liquibase.structure.core.ForeignKey;
import liquibase.structure.core.PrimaryKey;
import liquibase.structure.core.Sequence;
import liquibase.structure.core.Table;
import liquibase.structure.core.UniqueConstraint;
import liquibase.structure.core.View;
import liquibase.ui.LoggerUIService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Liquibase itself, with its own support of Snowflake, against the server.
class LiquibaseTest {
  private static final String CHANGELOG =
      """
      --liquibase formatted sql

      --changeset ann:1
      CREATE TABLE CUSTOMERS (
        ID NUMBER(38,0) NOT NULL, NAME VARCHAR(50) DEFAULT 'nobody', SINCE TIMESTAMP_NTZ(9),
        CONSTRAINT PK_CUSTOMERS PRIMARY KEY (ID));
      --rollback DROP TABLE CUSTOMERS;

      --changeset ann:2
      CREATE TABLE ORDERS (
        ID NUMBER(38,0) AUTOINCREMENT, CUSTOMER NUMBER(38,0) NOT NULL, PAYLOAD VARIANT,
        AMOUNT NUMBER(18,2) DEFAULT 0, CONSTRAINT PK_ORDERS PRIMARY KEY (ID),
        CONSTRAINT UQ_ORDERS UNIQUE (CUSTOMER, AMOUNT),
        CONSTRAINT FK_ORDERS FOREIGN KEY (CUSTOMER) REFERENCES CUSTOMERS (ID));
      CREATE SEQUENCE SEQ_ORDERS START = 100 INCREMENT = 10;
      --rollback DROP SEQUENCE SEQ_ORDERS;
      --rollback DROP TABLE ORDERS;

      --changeset ann:3
      INSERT INTO CUSTOMERS (ID, NAME) VALUES (1, 'Ann'), (2, 'it''s Bob');
      INSERT INTO ORDERS (CUSTOMER, PAYLOAD) SELECT 1, PARSE_JSON('{"items": [{"sku": "S1"}]}');
      --rollback DELETE FROM ORDERS;
      --rollback DELETE FROM CUSTOMERS;

      --changeset ann:4 runOnChange:true
      CREATE OR REPLACE VIEW CUSTOMER_ORDERS AS
        SELECT C.NAME, O.PAYLOAD:items[0].sku::STRING AS SKU
        FROM CUSTOMERS C JOIN ORDERS O ON O.CUSTOMER = C.ID;
      --rollback DROP VIEW CUSTOMER_ORDERS;
      """;

  @TempDir private Path folder;
  private SnowflakeServer server;
  private Connection observer;

  @BeforeEach
  void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    observer = Driver.connect(server);
    Driver.run(observer, "CREATE DATABASE SHOP");
    Driver.run(observer, "CREATE WAREHOUSE WH");
    Files.writeString(folder.resolve("changelog.sql"), CHANGELOG);
  }

  @AfterEach
  void stop() throws Exception {
    observer.close();
    server.close();
  }

  /// Something done with Liquibase.
  private interface Work<T> {
    T with(Liquibase liquibase) throws Exception;
  }

  private <T> T liquibase(String schema, Work<T> work) throws Exception {
    return Scope.child(
        Map.of(Scope.Attr.ui.name(), new LoggerUIService()),
        () -> {
          var resources = new DirectoryResourceAccessor(folder);
          try (var connection =
              Driver.connect(
                  server, "db", "SHOP", "schema", schema, "warehouse", "WH", "timezone", "UTC")) {
            Database database =
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            try (var liquibase = new Liquibase("changelog.sql", resources, database)) {
              return work.with(liquibase);
            }
          }
        });
  }

  private void update() throws Exception {
    liquibase(
        "PUBLIC",
        liquibase -> {
          clear();
          liquibase.update(new Contexts(), new LabelExpression());
          return true;
        });
  }

  /// Liquibase remembers for the life of the JVM that there was nothing to do.
  private static void clear() {
    Scope.getCurrentScope().getSingleton(liquibase.changelog.FastCheckService.class).clearCache();
  }

  private int unrun() throws Exception {
    return liquibase(
        "PUBLIC",
        liquibase -> liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression()).size());
  }

  @Test
  void a_changelog_is_applied_once() throws Exception {
    assertThat(unrun()).isEqualTo(4);
    update();
    assertThat(unrun()).isZero();
    update();
    assertThat(
            Driver.rows(
                observer,
                "SELECT ID, AUTHOR FROM SHOP.PUBLIC.DATABASECHANGELOG ORDER BY ORDEREXECUTED"))
        .isEqualTo(
            List.of(
                List.of("1", "ann"),
                List.of("2", "ann"),
                List.of("3", "ann"),
                List.of("4", "ann")));
    assertThat(Driver.rows(observer, "SELECT * FROM SHOP.PUBLIC.CUSTOMER_ORDERS"))
        .isEqualTo(List.of(List.of("Ann", "S1")));
    assertThat(Driver.rows(observer, "SELECT LOCKED FROM SHOP.PUBLIC.DATABASECHANGELOGLOCK"))
        .isEqualTo(List.of(List.of("FALSE")));
  }

  @Test
  void a_failing_changeset_leaves_those_before_it() throws Exception {
    Files.writeString(
        folder.resolve("changelog.sql"),
        CHANGELOG + "\n--changeset ann:5\nINSERT INTO CUSTOMERS (ID) VALUES (NULL);\n");
    assertThat(org.assertj.core.api.Assertions.catchThrowable(this::update))
        .hasMessageContaining("NULL result in a non-nullable column");
    assertThat(unrun()).isEqualTo(1);
    assertThat(Driver.rows(observer, "SELECT LOCKED FROM SHOP.PUBLIC.DATABASECHANGELOGLOCK"))
        .isEqualTo(List.of(List.of("FALSE")));
  }

  @Test
  void a_tag_is_rolled_back_to() throws Exception {
    Files.writeString(
        folder.resolve("changelog.sql"),
        CHANGELOG.substring(0, CHANGELOG.indexOf("--changeset ann:3")));
    update();
    liquibase(
        "PUBLIC",
        liquibase -> {
          liquibase.tag("v1");
          return true;
        });
    Files.writeString(folder.resolve("changelog.sql"), CHANGELOG);
    update();
    assertThat(Driver.rows(observer, "SELECT COUNT(*) FROM SHOP.PUBLIC.CUSTOMERS"))
        .isEqualTo(List.of(List.of("2")));
    liquibase(
        "PUBLIC",
        liquibase -> {
          liquibase.rollback("v1", new Contexts(), new LabelExpression());
          return true;
        });
    assertThat(Driver.rows(observer, "SELECT COUNT(*) FROM SHOP.PUBLIC.CUSTOMERS"))
        .isEqualTo(List.of(List.of("0")));
    assertThat(unrun()).isEqualTo(2);
    assertThat(Driver.rows(observer, "SHOW VIEWS IN SCHEMA SHOP.PUBLIC")).isEmpty();
  }

  @Test
  void the_status_is_told() throws Exception {
    var out = new StringWriter();
    liquibase(
        "PUBLIC",
        liquibase -> {
          liquibase.reportStatus(true, new Contexts(), new LabelExpression(), out);
          return true;
        });
    assertThat(out.toString()).contains("4 changesets have not been applied");
  }

  @Test
  void a_snapshot_knows_what_was_made() throws Exception {
    update();
    var found =
        liquibase(
            "PUBLIC",
            liquibase -> {
              var database = liquibase.getDatabase();
              var snapshot =
                  SnapshotGeneratorFactory.getInstance()
                      .createSnapshot(
                          database.getDefaultSchema(), database, new SnapshotControl(database));
              var names = new TreeMap<String, List<String>>();
              for (var type :
                  List.<Class<? extends DatabaseObject>>of(
                      Table.class,
                      View.class,
                      Column.class,
                      PrimaryKey.class,
                      ForeignKey.class,
                      UniqueConstraint.class,
                      Sequence.class)) {
                names.put(
                    type.getSimpleName(),
                    snapshot.get(type).stream()
                        .map(o -> String.valueOf(o.getName()))
                        .filter(n -> !n.startsWith("DATABASECHANGELOG"))
                        .sorted()
                        .toList());
              }
              return names;
            });
    assertThat(found.get("Table")).containsExactly("CUSTOMERS", "ORDERS");
    assertThat(found.get("View")).containsExactly("CUSTOMER_ORDERS");
    assertThat(found.get("Column")).contains("ID", "NAME", "SINCE", "PAYLOAD", "AMOUNT", "SKU");
    assertThat(found.get("PrimaryKey")).contains("PK_CUSTOMERS", "PK_ORDERS");
    assertThat(found.get("ForeignKey")).containsExactly("FK_ORDERS");
    assertThat(found.get("UniqueConstraint")).containsExactly("UQ_ORDERS");
    assertThat(found.get("Sequence")).containsExactly("SEQ_ORDERS");
  }

  @Test
  void two_schemas_made_alike_do_not_differ() throws Exception {
    update();
    Driver.run(observer, "USE DATABASE SHOP");
    Driver.run(observer, "CREATE SCHEMA OTHER");
    liquibase(
        "OTHER",
        liquibase -> {
          clear();
          liquibase.update(new Contexts(), new LabelExpression());
          return true;
        });
    Driver.run(observer, "ALTER TABLE SHOP.OTHER.CUSTOMERS ADD COLUMN EXTRA INT");
    var differences =
        liquibase(
            "PUBLIC",
            here ->
                liquibase(
                    "OTHER",
                    there ->
                        DiffGeneratorFactory.getInstance()
                            .compare(
                                here.getDatabase(),
                                there.getDatabase(),
                                new CompareControl(
                                    new CompareControl.SchemaComparison[] {
                                      new CompareControl.SchemaComparison(
                                          here.getDatabase().getDefaultSchema(),
                                          there.getDatabase().getDefaultSchema())
                                    },
                                    new HashSet<Class<? extends DatabaseObject>>(
                                        List.of(Table.class, Column.class, View.class))))));
    assertThat(differences.getMissingObjects()).isEmpty();
    assertThat(differences.getUnexpectedObjects().stream().map(o -> o.getName()).toList())
        .containsExactly("EXTRA");
  }
}
