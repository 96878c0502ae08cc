package dev.landfall.sandbox.snowflake.function;

import org.junit.jupiter.api.Test;

class ConversionFunctionsTest {
  private final TestAmbient ambient = new TestAmbient();

  @Test
  void numbers_from_text() {
    TestDatabase.check(
        ambient,
        """
        TO_NUMBER('12.3456')                 ==> 12 : NUMBER(38,0)
        TO_NUMBER('12.3456', 10, 1)          ==> 12.3 : NUMBER(10,1)
        TO_NUMBER('1e3')                     ==> 1000 : NUMBER(38,0)
        TO_NUMBER(' 12 ')                    ==> 12 : NUMBER(38,0)
        TO_NUMBER('1,234.56')                ==> !100038 Numeric value '1,234.56' is not recognized
        TO_NUMBER('1,234.56', '9,999.99', 10, 2) ==> 1234.56 : NUMBER(10,2)
        TO_NUMBER('$1,234.5', '$9,999.9', 10, 2) ==> 1234.50 : NUMBER(10,2)
        TO_NUMBER('405.958', '9,999.99')     ==> !100097 Can't parse '405.958' as number with format '9,999.99'
        TO_NUMBER('123', '99')               ==> !100097…
        TO_NUMBER('-12', 'S99')              ==> -12 : NUMBER(38,0)
        TO_NUMBER('12-', '99MI')             ==> -12 : NUMBER(38,0)
        TO_NUMBER('ff', 'XX')                ==> 255 : NUMBER(38,0)
        TO_NUMBER('12', '9Q')                ==> !100088…
        TO_NUMBER('999', 2, 0)               ==> !100039 Number out of representable range: type FIXED[SB1](2,0){nullable}, value 999
        TO_DECIMAL('1', 39)                  ==> !001011…
        TO_NUMBER(1.5)                       ==> 2 : NUMBER(38,0)
        TO_NUMBER(TRUE)                      ==> 1 : NUMBER(38,0)
        TO_NUMBER(DATE '2024-01-01')         ==> !001007…
        TRY_TO_NUMBER('abc')                 ==> NULL : NUMBER(38,0)
        TRY_TO_NUMBER('12.7')                ==> 13 : NUMBER(38,0)
        TRY_TO_NUMBER('12.7', 10, 1)         ==> 12.7 : NUMBER(10,1)
        TRY_TO_NUMBER('x', '99')             ==> NULL : NUMBER(38,0)
        TRY_TO_NUMBER(12)                    ==> !001065…
        TO_DOUBLE('1.5')                     ==> 1.5 : FLOAT
        TO_DOUBLE('inf')                     ==> inf : FLOAT
        TO_DOUBLE('abc')                     ==> !100038 Numeric value 'abc' is not recognized
        TO_DOUBLE('1,234.5', '9,999.9')      ==> 1234.5 : FLOAT
        TRY_TO_DOUBLE('abc')                 ==> NULL : FLOAT
        """);
  }

  @Test
  void numbers_into_text() {
    TestDatabase.check(
        ambient,
        """
        TO_VARCHAR(1.50)                     ==> 1.50 : VARCHAR(16777216)
        TO_VARCHAR(0.5e0)                    ==> 0.5 : VARCHAR(16777216)
        TO_VARCHAR(1e20)                     ==> 1e+20 : VARCHAR(16777216)
        TO_VARCHAR(3e0)                      ==> 3 : VARCHAR(16777216)
        TO_VARCHAR(TRUE)                     ==> true : VARCHAR(16777216)
        TO_VARCHAR('abc')                    ==> abc : VARCHAR(3)
        TO_VARCHAR('abc', 'x')               ==> !000939…
        '[' || TO_CHAR(12.391, '">"$99.0"<"') || ']'  ==> [> $12.4<] : VARCHAR(16777216)
        '[' || TO_CHAR(-12.391, '">"$99.0"<"') || ']' ==> [>-$12.4<] : VARCHAR(16777216)
        '[' || TO_CHAR(-1, '">"$99.0"<"') || ']'      ==> [> -$1.0<] : VARCHAR(16777216)
        '[' || TO_CHAR(3987, '">"B9,999.0"<"') || ']' ==> [> 3,987.0<] : VARCHAR(16777216)
        '[' || TO_CHAR(0, '">"B9,999.0"<"') || ']'    ==> [>      .0<] : VARCHAR(16777216)
        TO_CHAR(-12.391, '">"TME"<"')        ==> >-1.2391E1< : VARCHAR(16777216)
        TO_CHAR(-12.391, '">"TM9"<"')        ==> >-12.391< : VARCHAR(16777216)
        TO_CHAR(-12, '">"0XXX"<"')           ==> >FFF4< : VARCHAR(16777216)
        TO_CHAR(-12, '">"S0XXX"<"')          ==> >-000C< : VARCHAR(16777216)
        TO_CHAR(255, 'XX')                   ==> FF : VARCHAR(16777216)
        '[' || TO_CHAR(7, '999') || ']'      ==> [   7] : VARCHAR(16777216)
        '[' || TO_CHAR(7, 'FM999') || ']'    ==> [7] : VARCHAR(16777216)
        '[' || TO_CHAR(7, '000') || ']'      ==> [ 007] : VARCHAR(16777216)
        '[' || TO_CHAR(-7, 'MI99') || ']'    ==> [- 7] : VARCHAR(16777216)
        '[' || TO_CHAR(12, '9S9') || ']'     ==> [1+2] : VARCHAR(16777216)
        '[' || TO_CHAR(12345, '99') || ']'   ==> [ ##] : VARCHAR(16777216)
        '[' || TO_CHAR(1.5, '9.9EEEE') || ']' ==> [ 1.5E+00] : VARCHAR(16777216)
        TO_CHAR(1234567.891, 'FM9,999,999.00') ==> 1,234,567.89 : VARCHAR(16777216)
        TO_CHAR(1, '9Q')                     ==> !100088 Bad output format model '9Q' for FIXED: invalid numeric format keyword: 'Q'
        TO_CHAR(NULL, '99')                  ==> NULL : VARCHAR(16777216)
        """);
  }

  @Test
  void booleans_and_bytes() {
    TestDatabase.check(
        ambient,
        """
        TO_BOOLEAN('yes')                    ==> true : BOOLEAN
        TO_BOOLEAN(' OFF ')                  ==> false : BOOLEAN
        TO_BOOLEAN(1.5)                      ==> true : BOOLEAN
        TO_BOOLEAN(0)                        ==> false : BOOLEAN
        TO_BOOLEAN('2')                      ==> !100037 Boolean value '2' is not recognized
        TRY_TO_BOOLEAN('x')                  ==> NULL : BOOLEAN
        TRY_TO_BOOLEAN(1)                    ==> !001065…
        TO_BINARY('4142')::VARCHAR           ==> 4142 : VARCHAR(16777216)
        TO_BINARY('AB', 'utf-8')             ==> AB : BINARY(8388608)
        TO_BINARY('QUI=', 'BASE64')          ==> AB : BINARY(8388608)
        TO_BINARY('0x41')                    ==> !100115…
        TRY_TO_BINARY('xx')                  ==> NULL : BINARY(8388608)
        TO_VARCHAR(X'4142', 'utf-8')         ==> AB : VARCHAR(16777216)
        TO_VARCHAR(X'4142', 'BASE64')        ==> QUI= : VARCHAR(16777216)
        TO_VARCHAR(X'4142')                  ==> 4142 : VARCHAR(16777216)
        """);
  }

  @Test
  void dates_from_text() {
    TestDatabase.check(
        ambient,
        """
        TO_DATE('2024-02-29')                ==> 2024-02-29 : DATE
        TO_DATE('17-DEC-1980')               ==> 1980-12-17 : DATE
        TO_DATE('17-december-1980')          ==> 1980-12-17 : DATE
        TO_DATE('3/5/2024')                  ==> 2024-03-05 : DATE
        TO_DATE('2024-02-29 10:00:00')       ==> 2024-02-29 : DATE
        TO_DATE('2023-02-29')                ==> !100035 Date '2023-02-29' is not recognized
        TO_DATE('1631711999')                ==> 2021-09-15 : DATE
        TO_DATE('1631711999000')             ==> 2021-09-15 : DATE
        TO_DATE(1631711999)                  ==> !001007…
        DATE(1631711999)                     ==> 2021-09-15 : DATE
        TO_DATE('20200115', 'YYYYMMDD')      ==> 2020-01-15 : DATE
        TO_DATE('15/01/2020', 'DD/MM/YYYY')  ==> 2020-01-15 : DATE
        TO_DATE('15', 'DD')                  ==> 1970-01-15 : DATE
        TO_DATE('2020-01-15', 'YYYY/MM/DD')  ==> !100096 Can't parse '2020-01-15' as date with format 'YYYY/MM/DD'
        TO_DATE('2020-01-15', NULL)          ==> NULL : DATE
        TO_DATE('2020-01-15', 1)             ==> !001015…
        TO_DATE('Tue 3 mar 98', 'DY DD MON YY') ==> 1998-03-03 : DATE
        TO_DATE(TIMESTAMP '2024-02-29 23:59:59') ==> 2024-02-29 : DATE
        TRY_TO_DATE('x')                     ==> NULL : DATE
        TRY_TO_DATE('01/2020', 'MM/YYYY')    ==> 2020-01-01 : DATE
        TRY_TO_DATE(DATE '2024-01-01')       ==> !001065…
        """);
  }

  @Test
  void times_from_text() {
    TestDatabase.check(
        ambient,
        """
        TO_TIME('13:30:00')                  ==> 13:30:00 : TIME(9)
        TO_TIME('13:30:00.123456')           ==> 13:30:00.123456 : TIME(9)
        TO_TIME('01:30 PM')                  ==> 13:30:00 : TIME(9)
        TO_TIME('12:05 AM')                  ==> 00:05:00 : TIME(9)
        TO_TIME('10:00 PM', 'HH12:MI AM')    ==> 22:00:00 : TIME(9)
        TO_TIME('25:00:00')                  ==> !100035 Time '25:00:00' is not recognized
        TO_TIME('11.15.00', 'HH24.MI.SS')    ==> 11:15:00 : TIME(9)
        TRY_TO_TIME('x')                     ==> NULL : TIME(9)
        TIME(TIMESTAMP '2024-01-01 10:11:12') ==> 10:11:12 : TIME(9)
        TO_TIME('13:30:00.1234567')          ==> !000002…
        """);
  }

  @Test
  void timestamps_from_text_and_numbers() {
    TestDatabase.check(
        ambient,
        """
        TO_TIMESTAMP('2024-04-05 01:02:03')              ==> 2024-04-05 01:02:03 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP('2024-04-05T01:02:03.5Z')           ==> 2024-04-05 01:02:03.5 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP('2024-03-29  15:00:11')             ==> 2024-03-29 15:00:11 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP('04/05/2024 01:02:03')              ==> 2024-04-05 01:02:03 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP('Thu, 21 Dec 2000 16:01:07 +0200')  ==> 2000-12-21 16:01:07 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP('Mon Jul 08 18:09:51 +0000 2013')   ==> 2013-07-08 18:09:51 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP('04/05/2024 01:02:03', 'DD/MM/YYYY HH24:MI:SS') ==> 2024-05-04 01:02:03 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP('2024-04-05 01:02:03.123', 'YYYY-MM-DD HH24:MI:SS.FF3') ==> 2024-04-05 01:02:03.123 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP(31536000)                           ==> 1971-01-01 00:00:00 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP(31536000.25)                        ==> 1971-01-01 00:00:00.25 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP(31536000000, 3)                     ==> 1971-01-01 00:00:00 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP(31536000000000000, 9)               ==> 1971-01-01 00:00:00 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP(1, 12)                              ==> !001039…
        TO_TIMESTAMP(1, '3')                             ==> !001014…
        TO_TIMESTAMP('31536000000')                      ==> 1971-01-01 00:00:00 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP_LTZ(1579046400)                     ==> 2020-01-15 00:00:00+00 : TIMESTAMP_LTZ(9)
        TO_TIMESTAMP_LTZ('2020-01-15 10:00:00')          ==> 2020-01-15 18:00:00+00 : TIMESTAMP_LTZ(9)
        TO_TIMESTAMP_LTZ('2020-01-15 10:00:00 +02:00')   ==> 2020-01-15 08:00:00+00 : TIMESTAMP_LTZ(9)
        TO_TIMESTAMP_TZ(1579046400)                      ==> {'utc': '2020-01-15 00:00:00', 'zone': -480} : TIMESTAMP_TZ(9)
        TO_TIMESTAMP_TZ('1579046400')                    ==> {'utc': '2020-01-15 00:00:00', 'zone': 0} : TIMESTAMP_TZ(9)
        TO_TIMESTAMP_TZ('2024-04-05 01:02:03')           ==> {'utc': '2024-04-05 08:02:03', 'zone': -420} : TIMESTAMP_TZ(9)
        TO_TIMESTAMP_NTZ(DATE '2024-04-05')              ==> 2024-04-05 00:00:00 : TIMESTAMP_NTZ(9)
        TO_TIMESTAMP_LTZ(DATE '2024-04-05')              ==> 2024-04-05 07:00:00+00 : TIMESTAMP_LTZ(9)
        TO_TIMESTAMP('nope')                             ==> !100035 Timestamp 'nope' is not recognized
        TO_TIMESTAMP(TRUE)                               ==> !001007…
        TRY_TO_TIMESTAMP_NTZ('nope')                     ==> NULL : TIMESTAMP_NTZ(9)
        TRY_TO_TIMESTAMP_NTZ('2024-01-01')               ==> 2024-01-01 00:00:00 : TIMESTAMP_NTZ(9)
        """);
  }

  @Test
  void dates_into_text() {
    TestDatabase.check(
        ambient,
        """
        TO_VARCHAR(DATE '2024-02-09')                                ==> 2024-02-09 : VARCHAR(16777216)
        TO_VARCHAR(DATE '2024-02-09', 'DD.MM.YY')                    ==> 09.02.24 : VARCHAR(16777216)
        TO_CHAR(DATE '2024-02-09', 'mon dd, yyyy')                   ==> Feb 09, 2024 : VARCHAR(16777216)
        TO_CHAR(DATE '2024-02-09', 'MMMM DY')                        ==> February Fri : VARCHAR(16777216)
        TO_CHAR(TIMESTAMP '2024-02-09 13:04:05.678', 'HH12:MI:SS AM') ==> 01:04:05 PM : VARCHAR(16777216)
        TO_CHAR(TIMESTAMP '2024-02-09 13:04:05.678', 'HH24"h"MI SS.FF2') ==> 13h04 05.67 : VARCHAR(16777216)
        TO_VARCHAR(TIMESTAMP '2024-02-09 13:04:05.678')              ==> 2024-02-09 13:04:05.678 : VARCHAR(16777216)
        TO_VARCHAR('2024-02-09 13:04:05'::TIMESTAMP_LTZ)             ==> 2024-02-09 13:04:05.000 -0800 : VARCHAR(16777216)
        TO_VARCHAR('2024-02-09 13:04:05 +05:30'::TIMESTAMP_TZ)       ==> 2024-02-09 13:04:05.000 +0530 : VARCHAR(16777216)
        TO_VARCHAR('2024-02-09 13:04:05 +05:30'::TIMESTAMP_TZ, 'TZH:TZM') ==> +05:30 : VARCHAR(16777216)
        TO_VARCHAR(TIME '13:04:05.678')                              ==> 13:04:05 : VARCHAR(16777216)
        TO_VARCHAR(TIME '13:04:05.678', 'HH24:MI:SS.FF')             ==> 13:04:05.678000000 : VARCHAR(16777216)
        """);
  }

  @Test
  void the_session_says_how_dates_are_written_and_read() {
    ambient.parameters.put("DATE_OUTPUT_FORMAT", "DD/MM/YYYY");
    ambient.parameters.put("TIMESTAMP_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI");
    ambient.parameters.put("DATE_INPUT_FORMAT", "DD/MM/YYYY");
    TestDatabase.check(
        ambient,
        """
        TO_VARCHAR('03/04/2024'::DATE)                      ==> 03/04/2024 : VARCHAR(16777216)
        '03/04/2024'::DATE                                  ==> 2024-04-03 : DATE
        '2024-04-03'::DATE                                  ==> !100096…
        TO_VARCHAR('2024-04-03 10:11:12'::TIMESTAMP_NTZ)    ==> 2024-04-03 10:11 : VARCHAR(16777216)
        """);
  }
}
