package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.action;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.names;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static dev.landfall.sandbox.snowflake.sql.Parsing.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlterTableTest {
  @Test
  void a_table_is_renamed_and_swapped() throws SnowflakeException {
    var alter = parse("ALTER TABLE IF EXISTS a.b RENAME TO c.d", AlterStatement.class);
    assertThat(alter.kind()).isEqualTo(ObjectKind.TABLE);
    assertThat(alter.ifExists()).isTrue();
    assertThat(alter.name()).isEqualTo(name("A", "B"));
    assertThat(alter.action()).isEqualTo(new AlterAction.RenameTo(name("C", "D")));
    assertThat(parse("ALTER TABLE a SWAP WITH b", AlterStatement.class).action())
        .isEqualTo(new AlterAction.SwapWith(name("B")));
  }

  @Test
  void columns_are_added_several_at_once() throws SnowflakeException {
    var add =
        action(
            "ALTER TABLE t ADD COLUMN IF NOT EXISTS a VARCHAR(8) DEFAULT 'EU' COMMENT 'r', b INT NOT NULL",
            TableAction.AddColumns.class);
    assertThat(add.columns())
        .extracting(TableAction.NewColumn::ifNotExists)
        .containsExactly(true, false);
    assertThat(add.columns().get(1).column().notNull()).isTrue();
    assertThat(action("ALTER TABLE t ADD a INT", TableAction.AddColumns.class).columns())
        .hasSize(1);
  }

  @Test
  void columns_are_dropped_and_renamed() throws SnowflakeException {
    assertThat(action("ALTER TABLE t DROP COLUMN IF EXISTS a, b", TableAction.DropColumns.class))
        .isEqualTo(new TableAction.DropColumns(true, names("A", "B")));
    assertThat(action("ALTER TABLE t DROP a", TableAction.DropColumns.class))
        .isEqualTo(new TableAction.DropColumns(false, names("A")));
    assertThat(action("ALTER TABLE t RENAME COLUMN a TO \"b\"", TableAction.RenameColumn.class))
        .isEqualTo(new TableAction.RenameColumn(Name.quoted("A"), Name.quoted("b")));
  }

  @Test
  void several_changes_of_columns_keep_their_order() throws SnowflakeException {
    var alter =
        action(
            """
            ALTER TABLE t ALTER COLUMN a SET DATA TYPE VARCHAR(320), COLUMN a TYPE TEXT COLLATE 'en',
              b NUMBER(10), c DROP DEFAULT, COLUMN d SET DEFAULT s.NEXTVAL, e SET NOT NULL,
              f DROP NOT NULL, g COMMENT 'x', h UNSET COMMENT, i NOT NULL
            """,
            TableAction.AlterColumns.class);
    assertThat(alter.changes())
        .extracting(TableAction.ColumnChange::action)
        .satisfiesExactly(
            a ->
                assertThat(a)
                    .isEqualTo(new TableAction.SetType(new DataType.Text(320), Optional.empty())),
            a ->
                assertThat(a)
                    .isEqualTo(new TableAction.SetType(DataType.Text.MAX, Optional.of("en"))),
            a ->
                assertThat(a)
                    .isEqualTo(
                        new TableAction.SetType(new DataType.Fixed(10, 0), Optional.empty())),
            a -> assertThat(a).isEqualTo(new TableAction.DropDefault()),
            a ->
                assertThat(a)
                    .isInstanceOfSatisfying(
                        TableAction.SetDefault.class,
                        d -> assertThat(d.expression().text()).isEqualTo("s.NEXTVAL")),
            a -> assertThat(a).isEqualTo(new TableAction.SetNotNull()),
            a -> assertThat(a).isEqualTo(new TableAction.DropNotNull()),
            a -> assertThat(a).isEqualTo(new TableAction.SetComment("x")),
            a -> assertThat(a).isEqualTo(new TableAction.UnsetComment()),
            a -> assertThat(a).isEqualTo(new TableAction.SetNotNull()));
    assertThat(
            action(
                    "ALTER TABLE t MODIFY (COLUMN a SET NOT NULL, b DROP NOT NULL)",
                    TableAction.AlterColumns.class)
                .changes())
        .hasSize(2);
  }

  @Test
  void policies_and_tags_are_set_on_columns() throws SnowflakeException {
    assertThat(changes("ALTER TABLE t MODIFY COLUMN a SET MASKING POLICY p USING (a, b) FORCE"))
        .containsExactly(
            new TableAction.SetMaskingPolicy(new PolicyUse(name("P"), names("A", "B")), true));
    assertThat(changes("ALTER VIEW v MODIFY COLUMN a UNSET MASKING POLICY"))
        .containsExactly(new TableAction.UnsetMaskingPolicy());
    assertThat(
            changes("ALTER TABLE t MODIFY a SET TAG x = '1', s.y = '2', COLUMN b UNSET TAG z, w"))
        .containsExactly(
            new TableAction.SetColumnTags(
                List.of(new TagValue(name("X"), "1"), new TagValue(name("S", "Y"), "2"))),
            new TableAction.UnsetColumnTags(List.of(name("Z"), name("W"))));
    assertSyntaxError("ALTER VIEW v MODIFY COLUMN a SET NOT NULL", 1, 29, "SET");
  }

  @Test
  void constraints_come_and_go() throws SnowflakeException {
    var add =
        action(
            "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u NORELY",
            TableAction.AddConstraint.class);
    assertThat(add.constraint().name()).contains(Name.quoted("FK"));
    assertThat(add.constraint().properties().rely()).contains(false);
    assertThat(
            action("ALTER TABLE t ADD UNIQUE (a, b)", TableAction.AddConstraint.class)
                .constraint()
                .rule())
        .isEqualTo(new Constraint.Unique(names("A", "B")));
    assertThat(action("ALTER TABLE t DROP PRIMARY KEY CASCADE", TableAction.DropConstraint.class))
        .isEqualTo(
            new TableAction.DropConstraint(
                new Constraint.Selector.ThePrimaryKey(List.of()),
                Optional.of(ObjectStatement.Dependents.CASCADE)));
    assertThat(action("ALTER TABLE t DROP FOREIGN KEY (a)", TableAction.DropConstraint.class))
        .isEqualTo(
            new TableAction.DropConstraint(
                new Constraint.Selector.ForeignKeyOn(names("A")), Optional.empty()));
    assertThat(action("ALTER TABLE t RENAME CONSTRAINT a TO b", TableAction.RenameConstraint.class))
        .isEqualTo(new TableAction.RenameConstraint(Name.quoted("A"), Name.quoted("B")));
    assertThat(
            action(
                    "ALTER TABLE t MODIFY CONSTRAINT a RELY DISABLE NOVALIDATE",
                    TableAction.AlterConstraint.class)
                .properties())
        .satisfies(properties -> {
          assertThat(properties.rely()).contains(true);
          assertThat(properties.enable()).contains(false);
          assertThat(properties.validate()).contains(false);
          assertThat(properties.enforced()).isEmpty();
        });
    assertSyntaxError("ALTER TABLE t MODIFY CONSTRAINT a", 1, 33, "<EOF>");
  }

  @Test
  void clustering_search_and_row_policies_have_their_actions() throws SnowflakeException {
    assertThat(
            texts(
                action(
                        "ALTER TABLE t CLUSTER BY LINEAR (TO_DATE(a), b)",
                        TableAction.ClusterBy.class)
                    .expressions()))
        .containsExactly("TO_DATE(a)", "b");
    assertThat(actionOf("ALTER TABLE t DROP CLUSTERING KEY"))
        .isEqualTo(new TableAction.DropClusteringKey());
    assertThat(actionOf("ALTER TABLE t SUSPEND RECLUSTER"))
        .isEqualTo(new TableAction.Recluster(false));
    assertThat(actionOf("ALTER TABLE t RESUME RECLUSTER"))
        .isEqualTo(new TableAction.Recluster(true));
    assertThat(
            texts(
                action(
                        "ALTER TABLE t ADD SEARCH OPTIMIZATION ON EQUALITY(a, b), SUBSTRING(c)",
                        TableAction.SearchOptimization.class)
                    .on()))
        .containsExactly("EQUALITY(a, b)", "SUBSTRING(c)");
    assertThat(actionOf("ALTER TABLE t ADD ROW ACCESS POLICY g.p ON (a)"))
        .isEqualTo(new TableAction.AddRowAccessPolicy(new PolicyUse(name("G", "P"), names("A"))));
    assertThat(actionOf("ALTER TABLE t DROP ROW ACCESS POLICY p"))
        .isEqualTo(new TableAction.DropRowAccessPolicy(name("P")));
    assertThat(actionOf("ALTER VIEW t DROP ALL ROW ACCESS POLICIES"))
        .isEqualTo(new TableAction.DropAllRowAccessPolicies());
    assertThat(actionOf("ALTER TABLE t DROP ROW ACCESS POLICY p, ADD ROW ACCESS POLICY q ON (a)"))
        .isEqualTo(
            new TableAction.ReplaceRowAccessPolicy(
                name("P"), new PolicyUse(name("Q"), names("A"))));
  }

  @Test
  void properties_and_tags_are_set_and_unset() throws SnowflakeException {
    assertThat(
            action(
                    "ALTER TABLE t SET DATA_RETENTION_TIME_IN_DAYS = 3 COMMENT = 'x'",
                    AlterAction.Set.class)
                .options()
                .all())
        .extracting(Option::name)
        .containsExactly("DATA_RETENTION_TIME_IN_DAYS", "COMMENT");
    assertThat(actionOf("ALTER TABLE t UNSET COMMENT, CHANGE_TRACKING"))
        .isEqualTo(new AlterAction.Unset(List.of("COMMENT", "CHANGE_TRACKING")));
    assertThat(actionOf("ALTER TABLE t SET TAG a = '1', b.c = '2'"))
        .isEqualTo(
            new AlterAction.SetTags(
                List.of(new TagValue(name("A"), "1"), new TagValue(name("B", "C"), "2"))));
    assertThat(actionOf("ALTER TABLE t UNSET TAG a, b"))
        .isEqualTo(new AlterAction.UnsetTags(List.of(name("A"), name("B"))));
  }

  @Test
  void views_are_made_secure_and_open_again() throws SnowflakeException {
    assertThat(actionOf("ALTER VIEW v SET SECURE")).isEqualTo(new AlterAction.Secure(true));
    assertThat(actionOf("ALTER MATERIALIZED VIEW v UNSET SECURE"))
        .isEqualTo(new AlterAction.Secure(false));
    assertThat(actionOf("ALTER MATERIALIZED VIEW v SUSPEND")).isEqualTo(new AlterAction.Suspend());
    assertSyntaxError("ALTER TABLE v SET SECURE", 1, 18, "SECURE");
  }

  @Test
  void external_and_dynamic_tables_have_actions_of_their_own() throws SnowflakeException {
    assertThat(actionOf("ALTER EXTERNAL TABLE x REFRESH '2024/'"))
        .isEqualTo(new AlterAction.Refresh(Optional.of("2024/"), Options.NONE));
    assertThat(actionOf("ALTER EXTERNAL TABLE x ADD PARTITION (d = '1', e = '2') LOCATION 'a/b'"))
        .isEqualTo(
            new AlterAction.AddPartition(
                List.of(
                    new AlterAction.PartitionValue(Name.quoted("D"), "1"),
                    new AlterAction.PartitionValue(Name.quoted("E"), "2")),
                "a/b"));
    assertThat(actionOf("ALTER DYNAMIC TABLE d REFRESH"))
        .isEqualTo(new AlterAction.Refresh(Optional.empty(), Options.NONE));
    assertThat(actionOf("ALTER DYNAMIC TABLE d RESUME")).isEqualTo(new AlterAction.Resume(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t SET AGGREGATION POLICY p",
        "ALTER TABLE t ADD DATA METRIC FUNCTION f ON (a)",
        "ALTER TABLE t RECLUSTER",
        "ALTER TABLE t SET CONTACT a = b",
        "ALTER TABLE t DROP COLUMN a CASCADE",
        "ALTER ICEBERG TABLE t REFRESH",
        "ALTER WAREHOUSE SET COMMENT = 'x'",
      })
  void what_the_tree_cannot_hold_is_refused_by_name(String sql) {
    assertNotSupported(sql, "");
  }

  private static AlterAction actionOf(String sql) throws SnowflakeException {
    return parse(sql, AlterStatement.class).action();
  }

  private static List<TableAction.ColumnAction> changes(String sql) throws SnowflakeException {
    return action(sql, TableAction.AlterColumns.class).changes().stream()
        .map(TableAction.ColumnChange::action)
        .toList();
  }
}
