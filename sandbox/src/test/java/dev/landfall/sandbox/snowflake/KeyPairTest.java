package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyPairTest {
  private static SnowflakeServer server;
  private static Connection admin;
  private static KeyPair keys;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    admin = Driver.connect(server);
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    Driver.run(admin, "CREATE ROLE ETL_ROLE");
    Driver.run(
        admin,
        "CREATE USER SVC_ETL TYPE = SERVICE DEFAULT_ROLE = ETL_ROLE RSA_PUBLIC_KEY = '"
            + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
            + "'");
    Driver.run(admin, "GRANT ROLE ETL_ROLE TO USER SVC_ETL");
  }

  @AfterAll
  static void stop() throws Exception {
    admin.close();
    server.close();
  }

  private static Connection login(String user, KeyPair pair) throws SQLException {
    var properties = new Properties();
    properties.put("user", user);
    properties.put("privateKey", pair.getPrivate());
    return DriverManager.getConnection(server.jdbcUrl(server.account()), properties);
  }

  @Test
  void a_user_logs_in_with_a_key() throws Exception {
    try (var connection = login("svc_etl", keys)) {
      assertThat(Driver.rows(connection, "SELECT CURRENT_USER(), CURRENT_ROLE()"))
          .isEqualTo(List.of(List.of("SVC_ETL", "ETL_ROLE")));
    }
  }

  @Test
  void another_key_is_refused() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var other = generator.generateKeyPair();
    assertThatThrownBy(() -> login("SVC_ETL", other).close())
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getErrorCode()).isEqualTo(390144);
              assertThat(e.getMessage()).contains("JWT token is invalid.");
            });
  }

  @Test
  void a_user_without_a_key_or_an_unknown_one_is_refused() {
    for (var user : new String[] {server.user(), "NOBODY"}) {
      assertThatThrownBy(() -> login(user, keys).close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(390144));
    }
  }

  @Test
  void a_key_user_has_no_password() {
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                    server.jdbcUrl(server.account()), "SVC_ETL", server.password())
                .close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(390100));
  }

  @Test
  void a_role_that_is_not_granted_is_refused_at_the_door() {
    var properties = new Properties();
    properties.put("user", "SVC_ETL");
    properties.put("privateKey", keys.getPrivate());
    properties.put("role", "ACCOUNTADMIN");
    assertThatThrownBy(
            () -> DriverManager.getConnection(server.jdbcUrl(server.account()), properties).close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(390189));
  }
}
