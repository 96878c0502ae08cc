package dev.landfall.sandbox.snowflake.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SemistructuredFunctionsTest {
  private final TestAmbient ambient = new TestAmbient();

  @Test
  void json_is_parsed_into_one_form() {
    TestDatabase.check(
        ambient,
        """
        PARSE_JSON('{ "b": [1, 2.50, 1.0e0], "a": null }')  ==> {"a":null,"b":[1,2.5,1.000000000000000e+00]} : VARIANT
        PARSE_JSON('[1,,2,]')                ==> [1,undefined,2,undefined] : VARIANT
        PARSE_JSON('[,]')                    ==> [undefined] : VARIANT
        PARSE_JSON('{"a":1,}')               ==> {"a":1} : VARIANT
        PARSE_JSON('{a:1, _b2:2}')           ==> {"_b2":2,"a":1} : VARIANT
        PARSE_JSON('True')                   ==> true : VARIANT
        PARSE_JSON('null')                   ==> null : VARIANT
        PARSE_JSON('undefined')              ==> NULL : VARIANT
        PARSE_JSON('{"a":undefined}')        ==> {"a":null} : VARIANT
        PARSE_JSON('')                       ==> NULL : VARIANT
        PARSE_JSON(NULL)                     ==> NULL : VARIANT
        PARSE_JSON('NaN')                    ==> NaN : VARIANT
        PARSE_JSON('-inf')                   ==> -Infinity : VARIANT
        PARSE_JSON('.')                      ==> 0 : VARIANT
        PARSE_JSON('12345678901234567890123456789012345678') ==> 12345678901234567890123456789012345678 : VARIANT
        PARSE_JSON('123456789012345678901234567890123456789') ==> 1.234567890123457e+38 : VARIANT
        PARSE_JSON('"\\u00e4\\n"')           ==> "ä\\n" : VARIANT
        PARSE_JSON('{"a":1,"a":2}')          ==> !100069…
        PARSE_JSON('{"a":1,"a":2}', 'd')     ==> {"a":2} : VARIANT
        PARSE_JSON('{"a"')                   ==> !100069 Error parsing JSON: missing colon, pos 5
        PARSE_JSON('abc')                    ==> !100069 Error parsing JSON: unknown keyword "abc", pos 4
        TRY_PARSE_JSON('abc')                ==> NULL : VARIANT
        CHECK_JSON('{"a":1}')                ==> NULL : VARCHAR(16777216)
        CHECK_JSON('{"a":')                  ==> incomplete value, pos 6 : VARCHAR(16777216)
        """);
  }

  @Test
  void paths_lead_into_values() {
    TestDatabase.check(
        ambient,
        """
        GET(PARSE_JSON('{"a":{"b":[10,20]}}'), 'a')              ==> {"b":[10,20]} : VARIANT
        GET(GET(PARSE_JSON('{"a":[10,20]}'), 'a'), 1)            ==> 20 : VARIANT
        GET(PARSE_JSON('[10,20]'), 2)                            ==> NULL : VARIANT
        GET(PARSE_JSON('[10,20]'), -1)                           ==> NULL : VARIANT
        GET(PARSE_JSON('{"a":1}'), 'A')                          ==> NULL : VARIANT
        GET(PARSE_JSON('{"a":null}'), 'a')                       ==> null : VARIANT
        GET(PARSE_JSON('{"a":null}'), 'a')::VARCHAR              ==> NULL : VARCHAR(16777216)
        GET(ARRAY_CONSTRUCT(1, NULL), 1)                         ==> NULL : VARIANT
        GET('{"a":1}', 'a')                                      ==> !001044 SQL compilation error:\\nInvalid argument types for function 'GET': (VARCHAR(7), VARCHAR(1))
        GET_PATH(PARSE_JSON('{"a":{"b":[{"c d":5}]}}'), 'a.b[0]["c d"]') ==> 5 : VARIANT
        GET_PATH(PARSE_JSON('{"a":1}'), 'a.b')                   ==> NULL : VARIANT
        GET_PATH(PARSE_JSON('{"a":1}'), 'a[')                    ==> !100130…
        GET_IGNORE_CASE(PARSE_JSON('{"aB":1}'), 'AB')            ==> 1 : VARIANT
        JSON_EXTRACT_PATH_TEXT('{"a":{"b":"x"}}', 'a.b')         ==> x : VARCHAR(16777216)
        """);
  }

  @Test
  void values_know_what_they_are() {
    TestDatabase.check(
        ambient,
        """
        TYPEOF(PARSE_JSON('1'))              ==> INTEGER : VARCHAR(16777216)
        TYPEOF(PARSE_JSON('1.0'))            ==> INTEGER : VARCHAR(16777216)
        TYPEOF(PARSE_JSON('1.5'))            ==> DECIMAL : VARCHAR(16777216)
        TYPEOF(PARSE_JSON('1e0'))            ==> DOUBLE : VARCHAR(16777216)
        TYPEOF(PARSE_JSON('"x"'))            ==> VARCHAR : VARCHAR(16777216)
        TYPEOF(PARSE_JSON('null'))           ==> NULL_VALUE : VARCHAR(16777216)
        TYPEOF(PARSE_JSON('[]'))             ==> ARRAY : VARCHAR(16777216)
        TYPEOF(PARSE_JSON('{}'))             ==> OBJECT : VARCHAR(16777216)
        TYPEOF(PARSE_JSON('true'))           ==> BOOLEAN : VARCHAR(16777216)
        TYPEOF(NULL)                         ==> NULL : VARCHAR(16777216)
        TYPEOF('x')                          ==> !001044…
        TYPEOF(TO_VARIANT('x'))              ==> VARCHAR : VARCHAR(16777216)
        IS_NULL_VALUE(PARSE_JSON('null'))    ==> true : BOOLEAN
        IS_NULL_VALUE(NULL)                  ==> NULL : BOOLEAN
        IS_ARRAY(PARSE_JSON('[]'))           ==> true : BOOLEAN
        IS_OBJECT(PARSE_JSON('[]'))          ==> false : BOOLEAN
        IS_VARCHAR(PARSE_JSON('"a"'))        ==> true : BOOLEAN
        IS_INTEGER(PARSE_JSON('1.5'))        ==> false : BOOLEAN
        IS_DOUBLE(PARSE_JSON('1'))           ==> true : BOOLEAN
        AS_INTEGER(PARSE_JSON('1.5'))        ==> NULL : NUMBER(38,0)
        AS_DECIMAL(PARSE_JSON('1.56'), 5, 1) ==> 1.6 : NUMBER(5,1)
        AS_VARCHAR(PARSE_JSON('"a"'))        ==> a : VARCHAR(16777216)
        AS_VARCHAR(PARSE_JSON('1'))          ==> NULL : VARCHAR(16777216)
        AS_ARRAY(PARSE_JSON('[1]'))          ==> [1] : ARRAY
        AS_OBJECT(PARSE_JSON('[1]'))         ==> NULL : OBJECT
        AS_BOOLEAN(PARSE_JSON('true'))       ==> true : BOOLEAN
        IS_DATE(PARSE_JSON('1'))             ==> !000002 Not supported by the sandbox: function IS_DATE, since a VARIANT of the sandbox holds dates and bytes as text.
        STRIP_NULL_VALUE(PARSE_JSON('null')) ==> NULL : VARIANT
        PARSE_XML('<a/>')                    ==> !000002…
        """);
  }

  @Test
  void values_go_in_and_out_of_variants() {
    TestDatabase.check(
        ambient,
        """
        TO_VARIANT('x')                      ==> "x" : VARIANT
        TO_VARIANT(1.50)                     ==> 1.5 : VARIANT
        TO_VARIANT(1.5e0)                    ==> 1.500000000000000e+00 : VARIANT
        TO_VARIANT(DATE '2024-01-02')        ==> "2024-01-02" : VARIANT
        TO_VARIANT(X'0A')                    ==> "0A" : VARIANT
        TO_VARIANT(NULL)                     ==> NULL : VARIANT
        TO_JSON(TO_VARIANT('x'))             ==> "x" : VARCHAR(16777216)
        TO_JSON('x')                         ==> !001044…
        PARSE_JSON('"12"')::NUMBER           ==> 12 : NUMBER(38,0)
        PARSE_JSON('12.7')::INT              ==> 13 : NUMBER(38,0)
        PARSE_JSON('true')::INT              ==> 1 : NUMBER(38,0)
        PARSE_JSON('"x"')::NUMBER            ==> !100071 Failed to cast variant value "x" to FIXED
        PARSE_JSON('{}')::FLOAT              ==> !100071 Failed to cast variant value {} to REAL
        PARSE_JSON('1')::BOOLEAN             ==> !100071 Failed to cast variant value 1 to BOOLEAN
        PARSE_JSON('"2024-01-02"')::DATE     ==> 2024-01-02 : DATE
        PARSE_JSON('1700000000')::TIMESTAMP_NTZ ==> 2023-11-14 22:13:20 : TIMESTAMP_NTZ(9)
        PARSE_JSON('{"a":1}')::OBJECT        ==> {"a":1} : OBJECT
        PARSE_JSON('1')::OBJECT              ==> !100071 Failed to cast variant value 1 to OBJECT
        PARSE_JSON('1')::ARRAY               ==> [1] : ARRAY
        TO_ARRAY('a')                        ==> ["a"] : ARRAY
        TO_ARRAY(PARSE_JSON('[1]'))          ==> [1] : ARRAY
        TO_OBJECT(1)                         ==> !001007…
        PARSE_JSON('"a"')::VARCHAR           ==> a : VARCHAR(16777216)
        PARSE_JSON('[1, 2]')::VARCHAR        ==> [1,2] : VARCHAR(16777216)
        PARSE_JSON('"abc"')::VARCHAR(2)      ==> !100078…
        'x'::VARIANT                         ==> "x" : VARIANT
        TRY_CAST(PARSE_JSON('1') AS INT)     ==> !001065…
        PARSE_JSON('1') = PARSE_JSON('1.0')  ==> true : BOOLEAN
        PARSE_JSON('1') = PARSE_JSON('"1"')  ==> false : BOOLEAN
        PARSE_JSON('1') = 1                  ==> true : BOOLEAN
        PARSE_JSON('10') > 9                 ==> true : BOOLEAN
        PARSE_JSON('-10') < -9               ==> true : BOOLEAN
        PARSE_JSON('"a"') = 'a'              ==> true : BOOLEAN
        PARSE_JSON('true') = TRUE            ==> true : BOOLEAN
        PARSE_JSON('2') + 1                  ==> 3.0 : FLOAT
        PARSE_JSON('"a"') || 'b'             ==> ab : VARCHAR(16777216)
        UPPER(PARSE_JSON('"a"'))             ==> A : VARCHAR(16777216)
        """);
  }

  @Test
  void objects() {
    TestDatabase.check(
        ambient,
        """
        OBJECT_CONSTRUCT('b', 1, 'a', 'x')   ==> {"a":"x","b":1} : OBJECT
        OBJECT_CONSTRUCT()                   ==> {} : OBJECT
        OBJECT_CONSTRUCT('a', NULL, NULL, 1) ==> {} : OBJECT
        OBJECT_CONSTRUCT('a', PARSE_JSON('null')) ==> {"a":null} : OBJECT
        OBJECT_CONSTRUCT('a', 1, 'a', 2)     ==> !100103 Duplicate field key 'a'
        OBJECT_CONSTRUCT('a')                ==> !000938…
        OBJECT_CONSTRUCT_KEEP_NULL('a', NULL) ==> {"a":null} : OBJECT
        OBJECT_CONSTRUCT('a', ARRAY_CONSTRUCT(1, 'x'), 'd', DATE '2024-01-02') ==> {"a":[1,"x"],"d":"2024-01-02"} : OBJECT
        OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'b', 2) ==> {"a":1,"b":2} : OBJECT
        OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'a', 2) ==> !100103…
        OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'a', 2, TRUE) ==> {"a":2} : OBJECT
        OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'b', NULL) ==> {"a":1} : OBJECT
        OBJECT_DELETE(OBJECT_CONSTRUCT('a', 1, 'b', 2, 'c', 3), 'a', 'c', 'x') ==> {"b":2} : OBJECT
        OBJECT_PICK(OBJECT_CONSTRUCT('a', 1, 'b', 2), 'a', 'x') ==> {"a":1} : OBJECT
        OBJECT_PICK(OBJECT_CONSTRUCT('a', 1, 'b', 2), ARRAY_CONSTRUCT('b')) ==> {"b":2} : OBJECT
        OBJECT_KEYS(OBJECT_CONSTRUCT('b', 1, 'a', 2)) ==> ["a","b"] : ARRAY
        OBJECT_DELETE(NULL, 'a')             ==> NULL : OBJECT
        OBJECT_KEYS('x')                     ==> !001044…
        MAP_KEYS(1)                          ==> !000002…
        """);
  }

  @Test
  void arrays() {
    TestDatabase.check(
        ambient,
        """
        ARRAY_CONSTRUCT(1, NULL, 'x')        ==> [1,undefined,"x"] : ARRAY
        ARRAY_CONSTRUCT()                    ==> [] : ARRAY
        ARRAY_CONSTRUCT_COMPACT(1, NULL, 2)  ==> [1,2] : ARRAY
        ARRAY_APPEND(ARRAY_CONSTRUCT(1), 'x') ==> [1,"x"] : ARRAY
        ARRAY_PREPEND(ARRAY_CONSTRUCT(1), 0) ==> [0,1] : ARRAY
        ARRAY_APPEND(ARRAY_CONSTRUCT(1), NULL) ==> [1,undefined] : ARRAY
        ARRAY_APPEND(1, 2)                   ==> !001044…
        ARRAY_APPEND(PARSE_JSON('1'), 2)     ==> !100071 Failed to cast variant value 1 to ARRAY
        ARRAY_CAT(ARRAY_CONSTRUCT(1), ARRAY_CONSTRUCT(2, 3)) ==> [1,2,3] : ARRAY
        ARRAY_CAT(ARRAY_CONSTRUCT(1), NULL)  ==> NULL : ARRAY
        ARRAY_COMPACT(PARSE_JSON('[1,,null,2]')) ==> [1,2] : ARRAY
        ARRAY_CONTAINS('a'::VARIANT, ARRAY_CONSTRUCT('a')) ==> true : BOOLEAN
        ARRAY_CONTAINS(1, ARRAY_CONSTRUCT(1.0)) ==> true : BOOLEAN
        ARRAY_CONTAINS(2, ARRAY_CONSTRUCT(1)) ==> false : BOOLEAN
        ARRAY_CONTAINS('a', ARRAY_CONSTRUCT('a')) ==> !001044 SQL compilation error:\\nInvalid argument types for function 'ARRAY_CONTAINS': (VARCHAR(1), ARRAY)
        ARRAY_DISTINCT(ARRAY_CONSTRUCT(1, 1.0, 'a', 'a', NULL, NULL)) ==> [1,"a",undefined] : ARRAY
        ARRAY_EXCEPT(ARRAY_CONSTRUCT(1, 1, 2), ARRAY_CONSTRUCT(1)) ==> [1,2] : ARRAY
        ARRAY_INTERSECTION(ARRAY_CONSTRUCT(1, 1, 2), ARRAY_CONSTRUCT(1, 3)) ==> [1] : ARRAY
        ARRAY_FLATTEN(PARSE_JSON('[[1,2],[3,[4]]]')) ==> [1,2,3,[4]] : ARRAY
        ARRAY_FLATTEN(PARSE_JSON('[[1],2]')) ==> !100107…
        ARRAY_INSERT(ARRAY_CONSTRUCT(0, 1), 1, 'x') ==> [0,"x",1] : ARRAY
        ARRAY_INSERT(ARRAY_CONSTRUCT(0, 1), -1, 'x') ==> [0,"x",1] : ARRAY
        ARRAY_INSERT(ARRAY_CONSTRUCT(0), 3, 'x') ==> [0,undefined,undefined,"x"] : ARRAY
        ARRAY_MAX(ARRAY_CONSTRUCT(20, 0, 110)) ==> 110 : VARIANT
        ARRAY_MIN(ARRAY_CONSTRUCT(20, 0, NULL)) ==> 0 : VARIANT
        ARRAY_MAX(ARRAY_CONSTRUCT())         ==> NULL : VARIANT
        ARRAY_POSITION(2, ARRAY_CONSTRUCT(1, 2)) ==> 1 : NUMBER(9,0)
        ARRAY_POSITION(5, ARRAY_CONSTRUCT(1, 2)) ==> NULL : NUMBER(9,0)
        ARRAY_REMOVE(ARRAY_CONSTRUCT(1, 5, 1.0, 7), 1) ==> [5,7] : ARRAY
        ARRAY_REMOVE_AT(ARRAY_CONSTRUCT(1, 5, 7), -1) ==> [1,5] : ARRAY
        ARRAY_REVERSE(ARRAY_CONSTRUCT(1, 2)) ==> [2,1] : ARRAY
        ARRAY_SIZE(ARRAY_CONSTRUCT(1, NULL)) ==> 2 : NUMBER(9,0)
        ARRAY_SIZE(PARSE_JSON('1'))          ==> NULL : NUMBER(9,0)
        ARRAY_SLICE(ARRAY_CONSTRUCT(0,1,2,3,4,5,6), 0, 2) ==> [0,1] : ARRAY
        ARRAY_SLICE(ARRAY_CONSTRUCT(0,1,2,3,4,5,6), -5, -3) ==> [2,3] : ARRAY
        ARRAY_SLICE(ARRAY_CONSTRUCT(0,1), 5, 9) ==> [] : ARRAY
        ARRAY_SORT(ARRAY_CONSTRUCT(20, NULL, 0, 110)) ==> [0,20,110,undefined] : ARRAY
        ARRAY_SORT(ARRAY_CONSTRUCT(20, NULL, 0, 110), FALSE) ==> [undefined,110,20,0] : ARRAY
        ARRAY_SORT(ARRAY_CONSTRUCT(20, NULL, 0), TRUE, TRUE) ==> [undefined,0,20] : ARRAY
        ARRAY_TO_STRING(ARRAY_CONSTRUCT('a', NULL, 1), ',') ==> a,,1 : VARCHAR(16777216)
        ARRAY_TO_STRING(ARRAY_CONSTRUCT('a'), NULL) ==> NULL : VARCHAR(16777216)
        ARRAY_GENERATE_RANGE(2, 5)           ==> [2,3,4] : ARRAY
        ARRAY_GENERATE_RANGE(5, 2, -2)       ==> [5,3] : ARRAY
        ARRAY_GENERATE_RANGE(5, 2, 0)        ==> !100050…
        ARRAYS_OVERLAP(ARRAY_CONSTRUCT(1, 2), ARRAY_CONSTRUCT(2)) ==> true : BOOLEAN
        ARRAYS_TO_OBJECT(ARRAY_CONSTRUCT('a', 'b'), ARRAY_CONSTRUCT(1, NULL)) ==> {"a":1,"b":null} : OBJECT
        ARRAYS_ZIP(ARRAY_CONSTRUCT(1, 2), ARRAY_CONSTRUCT('a')) ==> [{"$1":1,"$2":"a"},{"$1":2,"$2":null}] : ARRAY
        GREATEST(PARSE_JSON('1'), PARSE_JSON('2')) ==> 2 : VARIANT
        LEAST(PARSE_JSON('1'), NULL)         ==> NULL : VARIANT
        """);
  }

  @Test
  void clients_see_values_indented() throws Exception {
    assertThat(Variants.pretty("{\"a\":[1,undefined],\"b\":{}}"))
        .isEqualTo("{\n  \"a\": [\n    1,\n    undefined\n  ],\n  \"b\": {}\n}");
    assertThat(Variants.canonical(" { \"b\" : 1.50 , \"a\":\"x\" } "))
        .isEqualTo("{\"a\":\"x\",\"b\":1.5}");
  }
}
