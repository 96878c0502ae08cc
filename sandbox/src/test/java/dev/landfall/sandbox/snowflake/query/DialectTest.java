package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Statements that JSqlParser would take, or a lenient translation would half honour.
class DialectTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void tables() {
    warehouse.table("T", "A NUMBER(38,0), B VARCHAR, C NUMBER(38,0)");
    warehouse.table("U", "A NUMBER(38,0), D VARCHAR");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void queries_of_other_dialects_are_refused() {
    var accepted =
        accepted(
            """
            SELECT DISTINCT ON (a) a FROM t
            SELECT a FROM t LIMIT 1, 2
            SELECT `a` FROM t
            SELECT [a] FROM t WHERE a == 1
            SELECT a FROM t RETURNING a
            SELECT SQL_CALC_FOUND_ROWS a FROM t
            SELECT STRAIGHT_JOIN a FROM t
            SELECT a FROM t USE INDEX (x)
            SELECT a FROM t PREWHERE a = 1
            SELECT a FROM ONLY t
            SELECT a FROM t WITH (NOLOCK)
            SELECT a FROM t FOR UPDATE
            SELECT a FROM t FOR SHARE
            SELECT a FROM t LOCK IN SHARE MODE
            SELECT a FROM t FOR XML PATH('x')
            SELECT a FROM t OPTION (RECOMPILE)
            SELECT a INTO x FROM t
            SELECT a FROM t GROUP BY a WITH ROLLUP
            SELECT a FROM t GROUP BY a DESC
            SELECT a FROM t ORDER BY a USING >
            SELECT a FROM t ORDER SIBLINGS BY a
            SELECT a FROM t SEMI JOIN u ON t.a = u.a
            SELECT a FROM t LEFT SEMI JOIN u ON t.a = u.a
            SELECT a FROM t LEFT ANTI JOIN u ON t.a = u.a
            SELECT a FROM t CROSS APPLY u
            SELECT a FROM t OUTER APPLY u
            SELECT a FROM t GLOBAL JOIN u ON t.a = u.a
            SELECT a FROM t ANY JOIN u ON t.a = u.a
            SELECT t.a FROM t, u WHERE t.a = u.a(+)
            SELECT t.a FROM t JOIN u ON t.a *= u.a
            SELECT a FROM t WINDOW w AS (PARTITION BY a)
            SELECT SUM(a) OVER w FROM t
            SELECT SUM(a) FILTER (WHERE a > 1) FROM t
            SELECT SUM(a) KEEP (DENSE_RANK FIRST ORDER BY c) FROM t
            SELECT GROUP_CONCAT(a SEPARATOR ',') FROM t
            SELECT STRING_AGG(b, ',' ORDER BY b) FROM t
            SELECT ARRAY_AGG(a ORDER BY a) FROM t
            SELECT SUM(a) OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t
            SELECT SUM(a) OVER (ORDER BY a GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t
            SELECT a FROM t LIMIT 5 BY a
            SELECT a FROM t LIMIT 5 WITH TIES
            SELECT a FROM t FETCH FIRST 5 ROWS WITH TIES
            SELECT a FROM t FETCH FIRST 5 PERCENT ROWS ONLY
            SELECT TOP 5 PERCENT a FROM t
            SELECT TOP 5 WITH TIES a FROM t ORDER BY a
            SELECT FIRST 5 a FROM t
            SELECT SKIP 5 a FROM t
            SELECT UNIQUE a FROM t
            SELECT DISTINCTROW a FROM t
            SELECT AS STRUCT a FROM t
            SELECT a FROM t EMIT CHANGES
            SELECT a FROM t LATERAL VIEW EXPLODE(b) x AS y
            SELECT a FROM t PARTITION (p)
            SELECT a FROM t AS OF TIMESTAMP x
            SELECT a FROM t AT (OFFSET => -60)
            SELECT a FROM t BEFORE (STATEMENT => 'x')
            SELECT a FROM t CHANGES (INFORMATION => DEFAULT) AT (OFFSET => -60)
            SELECT a FROM t CONNECT BY PRIOR a = c START WITH a IS NULL
            SELECT a FROM t START WITH a IS NULL CONNECT BY PRIOR a = c
            SELECT PRIOR a FROM t
            SELECT a FROM t ASOF JOIN u MATCH_CONDITION (t.a >= u.a)
            SELECT a FROM t MATCH_RECOGNIZE (PATTERN (x) DEFINE x AS a = 1)
            SELECT a FROM t UNION ALL BY NAME SELECT a FROM u
            SELECT a FROM t UNION DISTINCT SELECT a FROM u
            SELECT a FROM t INTERSECT ALL SELECT a FROM u
            SELECT a FROM t EXCEPT ALL SELECT a FROM u
            SELECT a FROM t MINUS ALL SELECT a FROM u
            SELECT a FROM t QUALIFY a = 1
            SELECT * FROM t PIVOT (SUM(a) FOR b IN (ANY))
            SELECT * FROM t PIVOT (SUM(a) FOR b IN (ANY ORDER BY b))
            SELECT * FROM t PIVOT (SUM(a) FOR b IN (SELECT d FROM u))
            SELECT * FROM t PIVOT (SUM(a), MAX(c) FOR b IN ('x'))
            SELECT * FROM t PIVOT XML (SUM(a) FOR b IN ('x'))
            SELECT * EXCEPT (a) FROM t
            SELECT t.* EXCEPT (a) FROM t
            SELECT * LIKE 'a%' FROM t
            SELECT COLUMNS('a') FROM t
            FROM t SELECT a
            FROM t
            TABLE t
            SELECT a ILIKE ANY (SELECT b FROM t) FROM t
            SELECT a FROM t WHERE b SIMILAR TO 'x'
            SELECT a FROM t WHERE b GLOB 'x'
            SELECT a FROM t WHERE b ~ 'x'
            SELECT a FROM t WHERE b !~ 'x'
            SELECT a FROM t WHERE b LIKE BINARY 'x'
            SELECT a FROM t WHERE a <=> 1
            SELECT a FROM t WHERE a != ALL (1, 2)
            SELECT a FROM t WHERE a ISNULL
            SELECT a FROM t WHERE a NOTNULL
            SELECT a FROM t WHERE a IS UNKNOWN
            SELECT a FROM t WHERE a BETWEEN SYMMETRIC 1 AND 2
            SELECT a FROM t WHERE a XOR c
            SELECT a FROM t WHERE a && c
            SELECT a FROM t WHERE (a, c) OVERLAPS (a, c)
            SELECT a FROM t WHERE a MEMBER OF (c)
            SELECT a FROM t WHERE MATCH (b) AGAINST ('x')
            SELECT a DIV c FROM t
            SELECT a MOD c FROM t
            SELECT a & c FROM t
            SELECT a | c FROM t
            SELECT a ^ c FROM t
            SELECT a << 1 FROM t
            SELECT ~a FROM t
            SELECT a // c FROM t WHERE x
            SELECT b COLLATE 'en-ci' FROM t
            SELECT b -> 'x' FROM t
            SELECT b ->> 'x' FROM t
            SELECT b #> 'x' FROM t
            SELECT b @> 'x' FROM t
            SELECT a[1:2] FROM t
            SELECT a AT TIME ZONE 'UTC' FROM t
            SELECT INTERVAL 1 DAY + CURRENT_TIMESTAMP FROM t
            SELECT INTERVAL '1' DAY FROM t
            SELECT INTERVAL '1 day' FROM t
            SELECT CAST(b AS VARCHAR FORMAT 'x') FROM t
            SELECT CONVERT(b USING utf8) FROM t
            SELECT SAFE_CAST(b AS INTEGER) FROM t
            SELECT TRIM(BOTH 'x' FROM b) FROM t
            SELECT SUBSTRING(b FROM 1 FOR 2) FROM t
            SELECT OVERLAY(b PLACING 'x' FROM 1) FROM t
            SELECT {d '2024-01-01'} FROM t
            SELECT {fn UPPER(b)} FROM t
            SELECT @x := 1 FROM t
            SELECT @x FROM t
            SELECT @@version FROM t
            SELECT NEXTVAL FOR s FROM t
            SELECT NEXT VALUE FOR s FROM t
            SELECT N'x' FROM t
            SELECT E'x' FROM t
            SELECT 0x1F FROM t
            SELECT a FROM t ; SELECT a FROM u
            SELECT a, FROM t
            SELECT FROM t
            SELECT a FROM t t2 (x, y, z, w)
            SELECT a FROM t WHERE
            SELECT a b c FROM t
            SELECT a FROM LATERAL t
            SELECT a FROM flatten(input => b)
            SELECT a FROM t TABLESAMPLE (10 PERCENT)
            SELECT a FROM t USING SAMPLE 10%
            SELECT a FROM t NATURAL CROSS JOIN u
            SELECT a FROM t CROSS JOIN u ON t.a = u.a
            SELECT a FROM t JOIN u USING (a) ON t.a = u.a
            SELECT a FROM t JOIN u ON t.a = u.a ON t.a = u.a
            WITH x AS MATERIALIZED (SELECT 1) SELECT * FROM x
            WITH x AS NOT MATERIALIZED (SELECT 1) SELECT * FROM x
            WITH FUNCTION f() RETURNS INT RETURN 1 SELECT f()
            WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT 1) SEARCH DEPTH FIRST BY a SET b SELECT * FROM x
            WITH x AS (INSERT INTO t VALUES (1)) SELECT * FROM x
            SELECT ALL (a) FROM t WHERE a = SOME (1)
            SELECT XMLSERIALIZE(b AS TEXT) FROM t
            SELECT JSON_OBJECT('a' VALUE 1) FROM t
            SELECT CASEWHEN(a, 1, 2) FROM t
            SELECT f(x => 1) FROM t
            SELECT f(DISTINCT a) FROM t
            SELECT UPPER(ALL b) FROM t
            SELECT UPPER(DISTINCT b) FROM t
            SELECT UPPER(b) OVER () FROM t
            SELECT MAP {'a': 1} FROM t
            SELECT STRUCT(a) FROM t
            SELECT ROW(a, c) FROM t
            SELECT (a, c) FROM t
            SELECT a::int4range FROM t
            SELECT a FROM t WHERE a IN 1
            SELECT a FROM t WHERE a IN (1, 2) IN (TRUE)
            SELECT a FROM t WHERE CURRENT OF x
            SELECT a FROM t DISTRIBUTE BY a
            SELECT a FROM t CLUSTER BY a
            SELECT a FROM t SORT BY a
            SELECT TRANSFORM(a) USING 'x' FROM t
            SELECT a FROM t PROCEDURE ANALYSE()
            SELECT a FROM t WITH UR
            SELECT a FROM t PREFERRING LOW a
            SELECT a FROM t OPTIMIZE FOR 1 ROWS
            PIVOT t ON b USING SUM(a)
            REPLACE INTO t VALUES (1)
            UPSERT INTO t VALUES (1)
            """,
            warehouse::compile);
    assertThat(accepted).isEmpty();
  }

  @Test
  void dml_of_other_dialects_is_refused() {
    var accepted =
        accepted(
            """
            INSERT INTO t VALUES (1, 'x', 2) RETURNING a
            INSERT INTO t VALUES (1, 'x', 2) ON CONFLICT DO NOTHING
            INSERT INTO t VALUES (1, 'x', 2) ON DUPLICATE KEY UPDATE a = 1
            INSERT INTO t DEFAULT VALUES
            INSERT IGNORE INTO t VALUES (1, 'x', 2)
            INSERT LOW_PRIORITY INTO t VALUES (1, 'x', 2)
            INSERT t VALUES (1, 'x', 2)
            INSERT INTO t SET a = 1
            INSERT INTO t AS x VALUES (1, 'x', 2)
            INSERT INTO t PARTITION (p) VALUES (1, 'x', 2)
            INSERT INTO t (a) OVERRIDING SYSTEM VALUE VALUES (1)
            INSERT INTO t OUTPUT inserted.a VALUES (1, 'x', 2)
            INSERT OR REPLACE INTO t VALUES (1, 'x', 2)
            INSERT INTO TABLE t VALUES (1, 'x', 2)
            INSERT OVERWRITE t VALUES (1, 'x', 2)
            INSERT INTO t VALUES (1, 'x', 2) AS n
            INSERT INTO t VALUES
            INSERT INTO t TABLE u
            INSERT FIRST INTO t SELECT 1, 'x', 2
            INSERT ALL SELECT 1
            UPDATE t SET a = 1 RETURNING a
            UPDATE t SET a = 1 ORDER BY a
            UPDATE t SET a = 1 LIMIT 1
            UPDATE t, u SET t.a = 1
            UPDATE t JOIN u ON t.a = u.a SET t.a = 1
            UPDATE ONLY t SET a = 1
            UPDATE IGNORE t SET a = 1
            UPDATE t SET (a, c) = (1, 2)
            UPDATE t SET (a, c) = (SELECT 1, 2)
            UPDATE t SET a = 1 OUTPUT inserted.a
            UPDATE t SET a = 1 WHERE CURRENT OF x
            UPDATE t SET a += 1
            UPDATE t SET u.a = 1
            UPDATE t SET a = 1, a = 2
            UPDATE t SET a = SUM(c)
            UPDATE t SET a = ROW_NUMBER() OVER (ORDER BY c)
            UPDATE t
            DELETE FROM t RETURNING a
            DELETE FROM t LIMIT 1
            DELETE FROM t ORDER BY a
            DELETE t WHERE a = 1
            DELETE t FROM t JOIN u ON t.a = u.a
            DELETE FROM t, u WHERE a = 1
            DELETE LOW_PRIORITY FROM t
            DELETE FROM ONLY t
            DELETE FROM t WHERE CURRENT OF x
            DELETE FROM t OUTPUT deleted.a
            TRUNCATE t
            MERGE INTO t USING u ON t.a = u.a
            MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DO NOTHING
            MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED BY SOURCE THEN DELETE
            MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED BY TARGET THEN INSERT (a) VALUES (1)
            MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET a = 1 WHERE c = 1
            MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET a = 1 DELETE WHERE c = 1
            MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT (a) VALUES (1) WHERE c = 1
            MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *
            MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE RETURNING a
            MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN INSERT (a) VALUES (1)
            MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN DELETE
            MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN UPDATE SET a = 1
            MERGE t USING u ON t.a = u.a WHEN MATCHED THEN DELETE
            MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT DEFAULT VALUES
            MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT (a) VALUES (1), (2)
            MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT (a) VALUES (c)
            WITH x AS (SELECT 1) INSERT INTO t SELECT 1, 'x', 2
            WITH x AS (SELECT 1) UPDATE t SET a = 1
            WITH x AS (SELECT 1) DELETE FROM t
            """,
            warehouse::compileDml);
    assertThat(accepted).isEmpty();
  }

  private interface Compilation {
    Object compile(String text) throws SnowflakeException;
  }

  private static List<String> accepted(String statements, Compilation compilation) {
    List<String> accepted = new ArrayList<>();
    for (String statement : statements.lines().toList()) {
      try {
        compilation.compile(statement);
        accepted.add(statement);
      } catch (SnowflakeException refused) {
        // As it should be.
      } catch (RuntimeException e) {
        accepted.add(statement + " failed with " + e);
      }
    }
    return accepted;
  }
}
