package dev.landfall.liquibase.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.liquibase.changelog.Changeset.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormattedSqlTest {
  @TempDir private Path temp;
  private Folder folder;

  @BeforeEach
  void folder() {
    folder = new Folder(temp);
  }

  @Test
  void a_file_becomes_changesets_with_their_places_and_statements() {
    folder.with(
        "db/orders.sql",
        """
        --liquibase formatted sql

        --changeset ana:1 labels:v1 context:dev
        --comment the first table
        create table orders (
          id int primary key
        );

        create index orders_id on orders (id);
        --rollback drop table orders;

        --changeset ben:2 runOnChange:true runAlways:true runInTransaction:false failOnError:false
        create or replace view v as select 1;
        """);

    var changesets = folder.changesets("db/orders.sql");

    assertThat(changesets).hasSize(2);
    var first = changesets.getFirst();
    assertThat(first.key()).hasToString("db/orders.sql::1::ana");
    assertThat(first.file()).isEqualTo("db/orders.sql");
    assertThat(first.line()).isEqualTo(3);
    assertThat(first.labels()).isEqualTo("v1");
    assertThat(first.contexts()).isEqualTo("dev");
    assertThat(first.comments()).isEqualTo("the first table");
    assertThat(first.description()).isEqualTo("sql");
    assertThat(first.checksum()).startsWith("9:");
    assertThat(first.statements())
        .containsExactly(
            new Statement("create table orders (\n  id int primary key\n)", 5),
            new Statement("create index orders_id on orders (id)", 9));
    assertThat(first.rollback().orElseThrow().statements())
        .containsExactly(new Statement("drop table orders", 0));
    var second = changesets.getLast();
    assertThat(second.line()).isEqualTo(12);
    assertThat(second.runOnChange()).isTrue();
    assertThat(second.runAlways()).isTrue();
    assertThat(second.runInTransaction()).isFalse();
    assertThat(second.failOnError()).isFalse();
    assertThat(second.rollback()).isEmpty();
  }

  @Test
  void parameters_replace_placeholders_and_change_the_checksum() {
    folder.with(
        "a.sql",
        """
        --liquibase formatted sql
        --changeset ana:1
        insert into region values ('${currency}');
        """);

    var euro = folder.changesets("a.sql", Map.of("currency", "EUR")).getFirst();
    var pound = folder.changesets("a.sql", Map.of("currency", "GBP")).getFirst();

    assertThat(euro.statements())
        .containsExactly(new Statement("insert into region values ('EUR')", 3));
    assertThat(euro.checksum()).isNotEqualTo(pound.checksum());
  }

  @Test
  void a_parameter_wins_over_a_property_and_over_the_environment() {
    folder.with(
        "a.sql",
        """
        --liquibase formatted sql
        --property name:user value:property
        --changeset ana:1
        select '${user}', '${USER}';
        """);

    assertThat(folder.changesets("a.sql", Map.of("user", "given")).getFirst().statements())
        .extracting(Statement::sql)
        .isEqualTo(List.of("select 'given', 'given'"));
    assertThat(folder.changesets("a.sql").getFirst().statements())
        .extracting(Statement::sql)
        .isEqualTo(List.of("select 'property', 'property'"));
  }

  @Test
  void statements_are_split_as_the_changeset_asks() {
    folder.with(
        "a.sql",
        """
        --liquibase formatted sql
        --changeset ana:whole splitStatements:false
        select 1; select 2;
        --changeset ana:slash endDelimiter:/
        select 1
        /
        select ';'
        /
        --changeset ana:bare stripComments:true
        -- a remark
        select 1; -- another
        --changeset ana:body splitStatements:false
        create function f() returns int language sql as $$ select 1; $$;
        """);

    var changesets = folder.changesets("a.sql");

    assertThat(changesets.get(0).statements()).hasSize(1);
    assertThat(changesets.get(1).statements())
        .extracting(Statement::sql)
        .containsExactly("select 1", "select ';'");
    assertThat(changesets.get(2).statements())
        .extracting(Statement::sql)
        .containsExactly("select 1");
    assertThat(changesets.get(2).statements().getFirst().line()).isEqualTo(11);
    assertThat(changesets.get(3).statements()).hasSize(1);
  }

  @Test
  void the_ways_back_are_told_apart() {
    folder.with(
        "a.sql",
        """
        --liquibase formatted sql
        --changeset ana:none
        select 1;
        --changeset ana:empty
        select 1;
        --rollback empty
        --changeset ana:not-required
        select 1;
        --rollback not required
        --changeset ana:other
        drop table t;
        --rollback changesetId:none changesetAuthor:ana
        --changeset ana:block
        select 1;
        /* liquibase rollback
        drop table a;
        drop table b;
        */
        """);

    var changesets = folder.changesets("a.sql");

    assertThat(changesets.get(0).rollback()).isEmpty();
    assertThat(changesets.get(1).rollback().orElseThrow().statements()).isEmpty();
    assertThat(changesets.get(2).rollback().orElseThrow().statements()).isEmpty();
    assertThat(changesets.get(3).rollback().orElseThrow().statements())
        .extracting(Statement::sql)
        .containsExactly("select 1");
    assertThat(changesets.get(4).rollback().orElseThrow().statements())
        .extracting(Statement::sql)
        .containsExactly("drop table a", "drop table b");
  }
}
