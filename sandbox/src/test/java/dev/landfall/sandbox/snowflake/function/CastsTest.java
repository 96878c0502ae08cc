package dev.landfall.sandbox.snowflake.function;

import org.junit.jupiter.api.Test;

class CastsTest {
  private final TestAmbient ambient = new TestAmbient();

  @Test
  void literals_have_the_types_of_their_digits() {
    TestDatabase.check(
        ambient,
        """
        1                            ==> 1 : NUMBER(1,0)
        1.50                         ==> 1.50 : NUMBER(3,2)
        0.05                         ==> .05 : NUMBER(2,2)
        0.05::VARCHAR                ==> 0.05 : VARCHAR(16777216)
        1e3                          ==> 1000.0 : FLOAT
        'abc'                        ==> abc : VARCHAR(3)
        NULL                         ==> NULL : NULL
        TRUE                         ==> true : BOOLEAN
        DATE '2024-02-29'            ==> 2024-02-29 : DATE
        TIME '12:30:01.5'            ==> 12:30:01.5 : TIME(9)
        TIMESTAMP '2024-02-29 01:02' ==> 2024-02-29 01:02:00 : TIMESTAMP_NTZ(9)
        """);
  }

  @Test
  void arithmetic_keeps_what_snowflake_keeps() {
    TestDatabase.check(
        ambient,
        """
        1 + 1                        ==> 2 : NUMBER(2,0)
        10.01 * 1.1                  ==> 11.011 : NUMBER(6,3)
        2.0 / 7.0                    ==> 0.2857143 : NUMBER(9,7)
        7 / 2                        ==> 3.500000 : NUMBER(7,6)
        1 / 0                        ==> !100051 Division by zero
        -7 % 3                       ==> -1 : NUMBER(1,0)
        1e0 / 0                      ==> !100051 Division by zero
        'abc'::NUMBER                ==> !100038 Numeric value 'abc' is not recognized
        '12.5'::NUMBER               ==> 13 : NUMBER(38,0)
        -12.5::NUMBER(2,0)           ==> -13 : NUMBER(2,0)
        123::NUMBER(2,0)             ==> !100039 Number out of representable range: type FIXED[SB1](2,0){nullable}, value 123
        UPPER(NULL)                  ==> NULL : VARCHAR(16777216)
        UPPER('a', 'b')              ==> !000939 SQL compilation error:\\ntoo many arguments for function [UPPER] expected 1, got 2
        """);
  }

  @Test
  void timestamps_go_from_zone_to_zone() {
    TestDatabase.check(
        ambient,
        """
        '2024-07-01 12:00:00'::TIMESTAMP_LTZ                    ==> 2024-07-01 19:00:00+00 : TIMESTAMP_LTZ(9)
        '2024-07-01 12:00:00'::TIMESTAMP_TZ                     ==> {'utc': '2024-07-01 19:00:00', 'zone': -420} : TIMESTAMP_TZ(9)
        '2024-07-01 12:00:00 +0200'::TIMESTAMP_TZ               ==> {'utc': '2024-07-01 10:00:00', 'zone': 120} : TIMESTAMP_TZ(9)
        '2024-07-01 12:00:00 +0200'::TIMESTAMP_NTZ              ==> 2024-07-01 12:00:00 : TIMESTAMP_NTZ(9)
        '2024-07-01 12:00:00 +0200'::TIMESTAMP_TZ::TIMESTAMP_NTZ ==> 2024-07-01 12:00:00 : TIMESTAMP_NTZ(9)
        '2024-07-01 12:00:00 +0200'::TIMESTAMP_TZ::TIMESTAMP_LTZ ==> 2024-07-01 10:00:00+00 : TIMESTAMP_LTZ(9)
        '2024-07-01 12:00:00 +0200'::TIMESTAMP_TZ::VARCHAR      ==> 2024-07-01 12:00:00.000 +0200 : VARCHAR(16777216)
        '2024-07-01 12:00:00 +0200'::TIMESTAMP_TZ::DATE         ==> 2024-07-01 : DATE
        '2024-07-01 12:00:00.987654'::TIMESTAMP_NTZ(0)          ==> 2024-07-01 12:00:00 : TIMESTAMP_NTZ(0)
        '2024-07-01 12:00:00.987654'::TIMESTAMP_TZ(3)           ==> {'utc': '2024-07-01 19:00:00.987', 'zone': -420} : TIMESTAMP_TZ(3)
        """);
  }
}
