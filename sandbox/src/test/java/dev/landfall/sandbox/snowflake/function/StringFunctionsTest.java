package dev.landfall.sandbox.snowflake.function;

import org.junit.jupiter.api.Test;

class StringFunctionsTest {
  private final TestAmbient ambient = new TestAmbient();

  @Test
  void cases_and_lengths() {
    TestDatabase.check(
        ambient,
        """
        UPPER('abc')                         ==> ABC : VARCHAR(3)
        LOWER('ÄbC')                         ==> äbc : VARCHAR(3)
        INITCAP('hello wORLD-of o''neil')    ==> Hello World-Of O'neil : VARCHAR(21)
        INITCAP('a-b c', ' ')                ==> A-b C : VARCHAR(5)
        INITCAP('a-b c', '')                 ==> A-b c : VARCHAR(5)
        LENGTH('héllo')                      ==> 5 : NUMBER(18,0)
        LENGTH(X'0102')                      ==> 2 : NUMBER(18,0)
        LENGTH(12345)                        ==> 5 : NUMBER(18,0)
        LEN('')                              ==> 0 : NUMBER(18,0)
        OCTET_LENGTH('é')                    ==> 2 : NUMBER(18,0)
        BIT_LENGTH('é')                      ==> 16 : NUMBER(18,0)
        RTRIMMED_LENGTH(' ab  ')             ==> 3 : NUMBER(18,0)
        UPPER(NULL)                          ==> NULL : VARCHAR(16777216)
        UPPER(1.50)                          ==> 1.50 : VARCHAR(16777216)
        UPPER(TRUE)                          ==> TRUE : VARCHAR(16777216)
        UPPER(X'00')                         ==> !001044 SQL compilation error:\\nInvalid argument types for function 'UPPER': (BINARY(1))
        REVERSE('a😀b')                      ==> b😀a : VARCHAR(3)
        """);
  }

  @Test
  void trimming_takes_characters() {
    TestDatabase.check(
        ambient,
        """
        '[' || TRIM('  a ') || ']'           ==> [a] : VARCHAR(6)
        '[' || LTRIM('  a ') || ']'          ==> [a ] : VARCHAR(6)
        '[' || RTRIM('  a ') || ']'          ==> [  a] : VARCHAR(6)
        TRIM('*-_a-*', '*-_')                ==> a : VARCHAR(6)
        LTRIM('#000000123', '0#')            ==> 123 : VARCHAR(10)
        RTRIM('$125.00', '0.')               ==> $125 : VARCHAR(7)
        TRIM('a', NULL)                      ==> NULL : VARCHAR(1)
        """);
  }

  @Test
  void substrings_count_from_either_end() {
    TestDatabase.check(
        ambient,
        """
        SUBSTR('abcdef', 2, 3)               ==> bcd : VARCHAR(6)
        SUBSTR('abcdef', 3)                  ==> cdef : VARCHAR(6)
        SUBSTR('abcdef', 0, 2)               ==> ab : VARCHAR(6)
        SUBSTR('abcdef', -2)                 ==> ef : VARCHAR(6)
        SUBSTR('abcdef', -3, 2)              ==> de : VARCHAR(6)
        SUBSTR('abcdef', -9, 5)              ==> : VARCHAR(6)
        SUBSTR('abcdef', 9)                  ==> : VARCHAR(6)
        SUBSTRING('abcdef', 2, -1)           ==> : VARCHAR(6)
        SUBSTR('😀ab', 2)                    ==> ab : VARCHAR(3)
        SUBSTR('abc', NULL)                  ==> NULL : VARCHAR(3)
        SUBSTR(X'010203', 2, 1)              ==> \\x02 : BINARY(3)
        SUBSTR('a')                          ==> !000938 SQL compilation error:\\nnot enough arguments for function [SUBSTR], expected 2, got 1
        LEFT('abc', 2)                       ==> ab : VARCHAR(3)
        LEFT('abc', -1)                      ==> : VARCHAR(3)
        RIGHT('abc', 2)                      ==> bc : VARCHAR(3)
        RIGHT('abc', 9)                      ==> abc : VARCHAR(3)
        RIGHT('abc', 0)                      ==> : VARCHAR(3)
        LEFT('abc', 1.5)                     ==> ab : VARCHAR(3)
        """);
  }

  @Test
  void replacing_and_joining() {
    TestDatabase.check(
        ambient,
        """
        REPLACE('down down', 'down', 'up')   ==> up up : VARCHAR(16777216)
        REPLACE('abcabc', 'b')               ==> acac : VARCHAR(16777216)
        REPLACE('abc', '', 'x')              ==> abc : VARCHAR(16777216)
        TRANSLATE('*a*bX*dYZ*', 'XYZ*', 'cef') ==> abcdef : VARCHAR(10)
        CONCAT('a', 1, TRUE)                 ==> a1true : VARCHAR(16777216)
        CONCAT('a')                          ==> a : VARCHAR(1)
        CONCAT('a', NULL)                    ==> NULL : VARCHAR(16777216)
        CONCAT('ab', 'cde')                  ==> abcde : VARCHAR(5)
        'ab' || 'c'                          ==> abc : VARCHAR(3)
        X'01' || X'0203'                     ==> \\x01\\x02\\x03 : BINARY(3)
        CONCAT_WS(',', 'a', 'b', 'c')        ==> a,b,c : VARCHAR(5)
        CONCAT_WS(',', 'a', NULL)            ==> NULL : VARCHAR(16777216)
        CONCAT_WS(NULL, 'x')                 ==> x : VARCHAR(1)
        LPAD('123', 6, '0')                  ==> 000123 : VARCHAR(16777216)
        LPAD('hello', 3)                     ==> hel : VARCHAR(16777216)
        LPAD('a', 6, 'xyz')                  ==> xyzxya : VARCHAR(16777216)
        LPAD('a', -1)                        ==> : VARCHAR(16777216)
        RPAD('123', 6, 'ab')                 ==> 123aba : VARCHAR(16777216)
        RPAD('abc', 10, '')                  ==> abc : VARCHAR(16777216)
        LPAD('😀', 3, 'x')                   ==> xx😀 : VARCHAR(16777216)
        REPEAT('xy', 3)                      ==> xyxyxy : VARCHAR(16777216)
        REPEAT('xy', -1)                     ==> : VARCHAR(16777216)
        REPEAT('xy', 99999999)               ==> !100078…
        '[' || SPACE(3) || ']'               ==> [   ] : VARCHAR(16777216)
        INSERT('abcdef', 3, 2, 'zzz')        ==> abzzzef : VARCHAR(16777216)
        INSERT('abc', 2, 0, 'Z')             ==> aZbc : VARCHAR(16777216)
        INSERT('abc', 9, 1, 'Z')             ==> abcZ : VARCHAR(16777216)
        INSERT('abc', -2, 1, 'x')            ==> xc : VARCHAR(16777216)
        """);
  }

  @Test
  void splitting() {
    TestDatabase.check(
        ambient,
        """
        SPLIT('127.0.0.1', '.')              ==> ["127","0","0","1"] : ARRAY
        SPLIT('|a||', '|')                   ==> ["","a","",""] : ARRAY
        SPLIT('abc', '')                     ==> ["abc"] : ARRAY
        SPLIT(NULL, ',')                     ==> NULL : ARRAY
        SPLIT_PART('a-b-c', '-', 2)          ==> b : VARCHAR(5)
        SPLIT_PART('a-b-c', '-', 0)          ==> a : VARCHAR(5)
        SPLIT_PART('a-b-c', '-', -1)         ==> c : VARCHAR(5)
        SPLIT_PART('a-b-c', '-', 4)          ==> : VARCHAR(5)
        SPLIT_PART('a-b-c', '', 1)           ==> a-b-c : VARCHAR(5)
        STRTOK('a.b.c', '.', 1)              ==> a : VARCHAR(5)
        STRTOK('user@snowflake.com', '@.', 3) ==> com : VARCHAR(18)
        STRTOK('a', '.', 2)                  ==> NULL : VARCHAR(1)
        STRTOK('', '', 1)                    ==> NULL : VARCHAR(1)
        STRTOK_TO_ARRAY('a b  c')            ==> ["a","b","c"] : ARRAY
        """);
  }

  @Test
  void searching() {
    TestDatabase.check(
        ambient,
        """
        CHARINDEX('an', 'banana')            ==> 2 : NUMBER(18,0)
        CHARINDEX('an', 'banana', 3)         ==> 4 : NUMBER(18,0)
        CHARINDEX('x', 'banana')             ==> 0 : NUMBER(18,0)
        POSITION('a', '😀a')                 ==> 2 : NUMBER(18,0)
        POSITION('', 'abc')                  ==> 1 : NUMBER(18,0)
        POSITION('a', 'abc', 0)              ==> !000002…
        CONTAINS('ab%c', '%')                ==> true : BOOLEAN
        STARTSWITH('abc', 'ab')              ==> true : BOOLEAN
        ENDSWITH('abc', 'ab')                ==> false : BOOLEAN
        CONTAINS(NULL, 'a')                  ==> NULL : BOOLEAN
        'a_b' LIKE 'a!_b' ESCAPE '!'         ==> true : BOOLEAN
        'axb' LIKE 'a!_b' ESCAPE '!'         ==> false : BOOLEAN
        'abc' NOT LIKE 'A%'                  ==> true : BOOLEAN
        'abc' ILIKE 'A%'                     ==> true : BOOLEAN
        LIKE('abc', 'a_c')                   ==> true : BOOLEAN
        ILIKE('ABC', 'a_c')                  ==> true : BOOLEAN
        NULL LIKE 'a'                        ==> NULL : BOOLEAN
        """);
  }

  @Test
  void characters_and_their_codes() {
    TestDatabase.check(
        ambient,
        """
        ASCII('A')                           ==> 65 : NUMBER(3,0)
        ASCII('é')                           ==> 195 : NUMBER(3,0)
        ASCII('')                            ==> 0 : NUMBER(3,0)
        UNICODE('😀')                        ==> 128512 : NUMBER(7,0)
        UNICODE('')                          ==> 0 : NUMBER(7,0)
        CHR(8364)                            ==> € : VARCHAR(1)
        CHR(-1)                              ==> !100176 Invalid character code -1 in the CHR input
        """);
  }

  @Test
  void likeness() {
    TestDatabase.check(
        ambient,
        """
        EDITDISTANCE('future', 'past')       ==> 6 : NUMBER(9,0)
        EDITDISTANCE('one', 'oan')           ==> 2 : NUMBER(9,0)
        EDITDISTANCE('future', 'past', 3)    ==> 3 : NUMBER(9,0)
        JAROWINKLER_SIMILARITY('ab', 'ac')   ==> 66 : NUMBER(3,0)
        JAROWINKLER_SIMILARITY('Snowflake', 'snowflake') ==> 100 : NUMBER(3,0)
        JAROWINKLER_SIMILARITY('snowflake', 'oracle') ==> 61 : NUMBER(3,0)
        JAROWINKLER_SIMILARITY('', 'a')      ==> 0 : NUMBER(3,0)
        SOUNDEX('Marks')                     ==> M620 : VARCHAR(7)
        SOUNDEX('robert')                    ==> r163 : VARCHAR(7)
        SOUNDEX('Pfister')                   ==> P236 : VARCHAR(7)
        SOUNDEX_P123('Pfister')              ==> P123 : VARCHAR(7)
        SOUNDEX('Ashcraft')                  ==> A261 : VARCHAR(7)
        SOUNDEX('')                          ==> 0000 : VARCHAR(7)
        """);
  }

  @Test
  void addresses() {
    TestDatabase.check(
        ambient,
        """
        PARSE_URL('https://www.snowflake.com:8080/a/b?x=1&y=2#top') ==> {"fragment":"top","host":"www.snowflake.com","parameters":{"x":"1","y":"2"},"path":"a/b","port":"8080","query":"x=1&y=2","scheme":"https"} : OBJECT
        PARSE_URL('mailto:abc@xyz.com')      ==> {"fragment":null,"host":null,"parameters":null,"path":"abc@xyz.com","port":null,"query":null,"scheme":"mailto"} : OBJECT
        PARSE_URL('example.int/s', 1)        ==> {"error":"scheme not specified"} : OBJECT
        PARSE_URL('example.int/s')           ==> !100139 Error parsing URL: scheme not specified
        """);
  }

  @Test
  void regular_expressions() {
    TestDatabase.check(
        ambient,
        """
        REGEXP_LIKE('San Francisco', 'san.*', 'i')          ==> true : BOOLEAN
        REGEXP_LIKE('San Francisco', 'San')                 ==> false : BOOLEAN
        RLIKE('800-456-7891', '[2-9][0-9]{2}-[0-9]{3}-[0-9]{4}') ==> true : BOOLEAN
        REGEXP_COUNT('It was the best of times', '\\bt')    ==> 2 : NUMBER(18,0)
        REGEXP_COUNT('aaa', 'a', 2)                         ==> 2 : NUMBER(18,0)
        REGEXP_REPLACE('a1b22', '[0-9]+', '#')              ==> a#b# : VARCHAR(16777216)
        REGEXP_REPLACE('a1b22', '[0-9]+')                   ==> ab : VARCHAR(16777216)
        REGEXP_REPLACE('a1b22', '[0-9]+', '#', 1, 2)        ==> a1b# : VARCHAR(16777216)
        REGEXP_REPLACE('first last', '(.*) (.*)', '\\2, \\1') ==> last, first : VARCHAR(16777216)
        REGEXP_SUBSTR('It was the best', 'b\\w+')           ==> best : VARCHAR(15)
        REGEXP_SUBSTR('aa1 bb2', '([a-z]+)([0-9])', 1, 2, 'e', 2) ==> 2 : VARCHAR(7)
        REGEXP_SUBSTR('aa1 bb2', '([a-z]+)[0-9]', 1, 1, 'e') ==> aa : VARCHAR(7)
        REGEXP_SUBSTR('abc', 'x')                           ==> NULL : VARCHAR(3)
        REGEXP_SUBSTR_ALL('a1_a2', 'a[0-9]')                ==> ["a1","a2"] : ARRAY
        REGEXP_INSTR('nevermore', 'e', 1, 2)                ==> 4 : NUMBER(18,0)
        REGEXP_INSTR('nevermore', 'v', 1, 1, 1)             ==> 4 : NUMBER(18,0)
        REGEXP_INSTR('nevermore', 'x')                      ==> 0 : NUMBER(18,0)
        REGEXP_LIKE('a', '(')                               ==> !100048…
        REGEXP_LIKE('a', 'a', 'q')                          ==> !100049…
        REGEXP_LIKE(NULL, 'a')                              ==> NULL : BOOLEAN
        """);
  }

  @Test
  void digests_and_encodings() {
    TestDatabase.check(
        ambient,
        """
        MD5('Snowflake')                     ==> edf1439075a83a447fb8b630ddc9c8de : VARCHAR(32)
        SHA1('Snowflake')                    ==> fda76b0bcc1e87cf259b1d1e3271d76f590fb5dd : VARCHAR(40)
        SHA2('a')                            ==> ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb : VARCHAR(128)
        SHA2('a', 224)                       ==> abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5 : VARCHAR(128)
        SHA2('a', 1)                         ==> !001015…
        MD5(X'61')                           ==> 0cc175b9c0f1b6a831c399e269772661 : VARCHAR(32)
        MD5_BINARY('a')::VARCHAR             ==> 0CC175B9C0F1B6A831C399E269772661 : VARCHAR(16777216)
        MD5_NUMBER_LOWER64('a')              ==> 3585878926028121697 : NUMBER(20,0)
        HEX_ENCODE('Snow')                   ==> 536E6F77 : VARCHAR(16777216)
        HEX_ENCODE('Snow', 0)                ==> 536e6f77 : VARCHAR(16777216)
        HEX_DECODE_STRING('536E6F77')        ==> Snow : VARCHAR(8)
        HEX_DECODE_STRING('XY')              ==> !100115 The following string is not a legal hex-encoded value: 'XY'
        TRY_HEX_DECODE_STRING('XY')          ==> NULL : VARCHAR(2)
        HEX_DECODE_STRING('AB')              ==> !100144 Invalid UTF8 detected while decoding 'AB'
        HEX_DECODE_BINARY('0102')            ==> \\x01\\x02 : BINARY(8388608)
        BASE64_ENCODE('Snowflake')           ==> U25vd2ZsYWtl : VARCHAR(16777216)
        BASE64_ENCODE('Snowflake', 5)        ==> U25vd\\n2ZsYW\\ntl : VARCHAR(16777216)
        BASE64_ENCODE('>>>?', 0, '-_.')      ==> Pj4-Pw.. : VARCHAR(16777216)
        BASE64_DECODE_STRING('U25vd2ZsYWtl') ==> Snowflake : VARCHAR(12)
        TRY_BASE64_DECODE_STRING('%%%')      ==> NULL : VARCHAR(3)
        LENGTH(UUID_STRING())                ==> 36 : NUMBER(18,0)
        UUID_STRING('fe971b24-9572-4005-b22f-351e9c09274d', 'foo') ==> dc0b6f65-fca6-5b4b-9d37-ccc3fde1f3e2 : VARCHAR(36)
        """);
  }
}
