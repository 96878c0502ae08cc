package dev.landfall.sandbox.snowflake.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberFunctionsTest {
  private final TestAmbient ambient = new TestAmbient();

  @Test
  void rounding_and_its_types() {
    TestDatabase.check(
        ambient,
        """
        ROUND(2.5)                           ==> 3 : NUMBER(3,0)
        ROUND(-2.5)                          ==> -3 : NUMBER(3,0)
        ROUND(135.135, 1)                    ==> 135.1 : NUMBER(7,1)
        ROUND(135.135, 9)                    ==> 135.135 : NUMBER(6,3)
        ROUND(135.135, -2)                   ==> 100 : NUMBER(7,0)
        ROUND(155, -2)                       ==> 200 : NUMBER(4,0)
        ROUND(2.5, 0, 'HALF_TO_EVEN')        ==> 2 : NUMBER(3,0)
        ROUND(2.5, 0, 'NO')                  ==> !001015…
        ROUND(1.5, NULL)                     ==> NULL : NUMBER(18,1)
        ROUND(1.25e0, 1)                     ==> 1.3 : FLOAT
        CEIL(135.135)                        ==> 136 : NUMBER(7,0)
        CEIL(-975.975, 1)                    ==> -975.9 : NUMBER(7,1)
        FLOOR(-975.975)                      ==> -976 : NUMBER(7,0)
        FLOOR(135.135, -2)                   ==> 100 : NUMBER(7,0)
        FLOOR(1.5e0)                         ==> 1.0 : FLOAT
        TRUNC(-975.975, 1)                   ==> -975.9 : NUMBER(7,1)
        TRUNCATE(12345, -2)                  ==> 12300 : NUMBER(6,0)
        TRUNC(DATE '2024-05-17', month)      ==> 2024-05-01 : DATE
        ABS(-1)                              ==> 1 : NUMBER(2,0)
        ABS(-1.5)                            ==> 1.5 : NUMBER(3,1)
        ABS('-1.5')                          ==> 1.5 : FLOAT
        SIGN(-1.5)                           ==> -1 : NUMBER(2,0)
        SIGN(-1.5e0)                         ==> -1.0 : FLOAT
        """);
  }

  @Test
  void division_and_its_kin() {
    TestDatabase.check(
        ambient,
        """
        MOD(7, 3)                            ==> 1 : NUMBER(1,0)
        MOD(-7.5, 2)                         ==> -1.5 : NUMBER(2,1)
        MOD(1, 0)                            ==> !100051 Division by zero
        DIV0(1, 3)                           ==> 0.333333 : NUMBER(7,6)
        DIV0(1, 0)                           ==> 0.000000 : NUMBER(7,6)
        DIV0(NULL, 1)                        ==> NULL : NUMBER(7,6)
        DIV0(NULL, 0)                        ==> NULL : NUMBER(7,6)
        DIV0(1, NULL)                        ==> NULL : NUMBER(7,6)
        DIV0NULL(1, NULL)                    ==> 0.000000 : NUMBER(7,6)
        DIV0(1e0, 0)                         ==> 0.0 : FLOAT
        ZEROIFNULL(NULL)                     ==> 0 : NUMBER(1,0)
        NULLIFZERO(0)                        ==> NULL : NUMBER(1,0)
        NULLIFZERO(5)                        ==> 5 : NUMBER(1,0)
        """);
  }

  @Test
  void powers_and_angles() {
    TestDatabase.check(
        ambient,
        """
        SQRT(9)                              ==> 3.0 : FLOAT
        SQRT(-1)                             ==> !100183 Invalid floating point operation: sqrt(-1)
        CBRT(27)                             ==> 3.0 : FLOAT
        SQUARE(4)                            ==> 16.0 : FLOAT
        POWER(2, 10)                         ==> 1024.0 : FLOAT
        POW(2, 0.5)                          ==> 1.4142135623730951 : FLOAT
        EXP(0)                               ==> 1.0 : FLOAT
        LN(1)                                ==> 0.0 : FLOAT
        LN(0)                                ==> !100183 Invalid floating point operation: ln(0)
        LOG(2, 8)                            ==> 3.0 : FLOAT
        SIN(0)                               ==> 0.0 : FLOAT
        COS(0)                               ==> 1.0 : FLOAT
        ATAN2(0, 1)                          ==> 0.0 : FLOAT
        DEGREES(PI())                        ==> 180.0 : FLOAT
        RADIANS(180)                         ==> 3.141592653589793 : FLOAT
        FACTORIAL(5)                         ==> 120 : NUMBER(38,0)
        FACTORIAL(34)                        ==> !100050…
        ROUND(HAVERSINE(40.7127, -74.0059, 34.05, -118.25), 3) ==> 3936.385 : FLOAT
        WIDTH_BUCKET(290000, 200000, 600000, 4) ==> 1 : NUMBER(2,0)
        WIDTH_BUCKET(700000, 200000, 600000, 4) ==> 5 : NUMBER(2,0)
        WIDTH_BUCKET(1, 200000, 600000, 4)   ==> 0 : NUMBER(2,0)
        WIDTH_BUCKET(1, 1, 1, 4)             ==> !100050…
        SQRT('abc')                          ==> !100038 Numeric value 'abc' is not recognized
        SQRT(DATE '2024-01-01')              ==> !001044 SQL compilation error:\\nInvalid argument types for function 'SQRT': (DATE)
        """);
  }

  @Test
  void bits() {
    TestDatabase.check(
        ambient,
        """
        BITAND(12, 10)                       ==> 8 : NUMBER(38,0)
        BITOR(12, 10)                        ==> 14 : NUMBER(38,0)
        BITXOR(12, 10)                       ==> 6 : NUMBER(38,0)
        BITNOT(0)                            ==> -1 : NUMBER(38,0)
        BITSHIFTLEFT(1, 3)                   ==> 8 : NUMBER(38,0)
        BITSHIFTRIGHT(16, 3)                 ==> 2 : NUMBER(38,0)
        GETBIT(11, 3)                        ==> 1 : NUMBER(38,0)
        BITCOUNT(255)                        ==> 8 : NUMBER(38,0)
        BITAND(NULL, 1)                      ==> NULL : NUMBER(38,0)
        """);
  }

  @Test
  void drawn_numbers_stay_within_their_bounds() throws Exception {
    var uniform = TestExpressions.parse("UNIFORM(1, 10, RANDOM())", ambient);
    assertThat(uniform.type().sql()).isEqualTo("NUMBER(2,0)");
    var drawn = TestDatabase.column("SELECT " + uniform.sql() + " FROM range(2000)");
    assertThat(drawn.stream().distinct().map(Integer::parseInt))
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void a_seed_makes_the_same_numbers_again() throws Exception {
    var first = TestExpressions.parse("RANDOM(42)", ambient);
    var second = TestExpressions.parse("RANDOM(42)", ambient);
    var numbers = TestDatabase.column("SELECT " + first.sql() + " FROM range(100)");
    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(TestDatabase.column("SELECT " + second.sql() + " FROM range(100)"))
        .isEqualTo(numbers);
  }

  @Test
  void a_sequence_numbers_the_rows() throws Exception {
    var one = TestExpressions.parse("SEQ4()", ambient);
    var two = TestExpressions.parse("SEQ8()", ambient);
    var rows =
        TestDatabase.column("SELECT " + one.sql() + " || ' ' || " + two.sql() + " FROM range(5)");
    assertThat(rows).containsExactly("0 0", "1 1", "2 2", "3 3", "4 4");
  }

  @Test
  void a_decoded_draw_is_drawn_once() throws Exception {
    var drawn = TestExpressions.parse("NULLIF(UNIFORM(1, 2, RANDOM()), 1)", ambient);
    var values = TestDatabase.column("SELECT DISTINCT " + drawn.sql() + " FROM range(500)");
    assertThat(values).containsExactlyInAnyOrder(null, "2");
  }
}
