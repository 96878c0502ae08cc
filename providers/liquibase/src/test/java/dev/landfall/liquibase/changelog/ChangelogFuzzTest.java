package dev.landfall.liquibase.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands in a changelog is read, or told with a place, and never an exception.
final class ChangelogFuzzTest {
  private static final int SEEDS = 1_000;
  private static final String BYTES = "{}[]<>:;,'\"\\$-/*#&|!\n\t \u0000\u00e9ax01";
  private static final Map<String, String> VALID =
      Map.of(
          "changelog.sql",
          """
          --liquibase formatted sql
          --changeset ann:1 runOnChange:true labels:a,b context:dev
          --preconditions onFail:MARK_RAN
          --precondition-sql-check expectedResult:1 SELECT 1
          CREATE TABLE t (c text DEFAULT '${currency}');
          --rollback DROP TABLE t;
          --changeset ann:2 splitStatements:false endDelimiter:/
          CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql/
          """,
          "changelog.yaml",
          """
          databaseChangeLog:
            - property: {name: size, value: 10}
            - changeSet:
                id: 1
                author: ann
                preConditions: [{onFail: MARK_RAN}, {not: [{tableExists: {tableName: t}}]}]
                changes:
                  - createTable:
                      tableName: t
                      columns: [{column: {name: c, type: "varchar(${size})"}}]
                rollback: [{dropTable: {tableName: t}}]
            - include: {file: more.sql, relativeToChangelogFile: true}
          """,
          "changelog.xml",
          """
          <?xml version="1.0" encoding="UTF-8"?>
          <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            <changeSet id="1" author="ann" context="dev">
              <addColumn tableName="t"><column name="d" type="int"/></addColumn>
              <rollback><dropColumn tableName="t" columnName="d"/></rollback>
            </changeSet>
          </databaseChangeLog>
          """,
          "changelog.json",
          """
          {"databaseChangeLog": [{"changeSet": {"id": "1", "author": "ann", "changes": [
            {"createTable": {"tableName": "t", "columns": [{"column": {"name": "c", "type": "int"}}]}},
            {"sql": {"sql": "SELECT 1; SELECT 2"}}]}}]}
          """);

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"changelog.sql", "changelog.yaml", "changelog.xml", "changelog.json"})
  void anything_is_read_or_told(String name) throws Exception {
    var valid = VALID.getOrDefault(name, "");
    Files.writeString(
        root.resolve("more.sql"), "--liquibase formatted sql\n--changeset b:1\nSELECT 1;\n");
    var reader = new ChangelogReader();
    assertThat(read(reader, name, valid)).isInstanceOf(Reading.Read.class);
    var broken = 0;
    for (var seed = 0; seed < SEEDS; seed++) {
      var text = mutated(valid, new Random(seed));
      try {
        if (read(reader, name, text) instanceof Reading.Broken(var problems)) {
          broken++;
          assertThat(problems).as("seed %d", seed).anyMatch(problem -> problem.isError());
          assertThat(problems)
              .as("seed %d", seed)
              .allSatisfy(problem -> {
                assertThat(problem.location().file()).startsWith("db/");
                assertThat(problem.summary()).isNotBlank();
                assertThat(problem.toString()).doesNotContain("Exception").doesNotContain("\tat ");
              });
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
    assertThat(broken).as("how many were told").isBetween(SEEDS / 20, SEEDS);
  }

  private Reading read(ChangelogReader reader, String name, String text) throws Exception {
    Files.write(root.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    return reader.read(root, "db", name, Map.of("currency", "GBP"), DatabaseKind.POSTGRESQL);
  }

  private static String mutated(String valid, Random random) {
    var text = new StringBuilder(valid);
    for (var i = 1 + random.nextInt(4); i > 0; i--) {
      var at = random.nextInt(text.length());
      var part = List.of(1, 2, 5, 30).get(random.nextInt(4));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, BYTES.charAt(random.nextInt(BYTES.length())));
        case 1 -> text.delete(at, Math.min(text.length(), at + part));
        case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + part)));
        default -> text.setCharAt(at, BYTES.charAt(random.nextInt(BYTES.length())));
      }
    }
    return text.toString();
  }
}
