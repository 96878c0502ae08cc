package dev.landfall.sandbox.aws.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.aws.iam.policy.Decision.Granted;
import dev.landfall.sandbox.aws.iam.policy.Decision.Guarded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
  private static final Caller.User LOADER =
      new Caller.User("111122223333", "arn:aws:iam::111122223333:user/etl/loader", "AIDA1");
  private static final Caller.Session INGEST =
      new Caller.Session(
          "111122223333",
          "arn:aws:sts::111122223333:assumed-role/ingest/one",
          "arn:aws:iam::111122223333:role/ingest",
          "AROA1:one");
  private static final String OBJECT = "arn:aws:s3:::raw-data/in/a.csv";

  private static Policy identity(String statement) throws MalformedPolicyException {
    return Policy.parse(
        "{\"Version\": \"2012-10-17\", \"Statement\": [" + statement.replace('\'', '"') + "]}",
        Policy.Kind.IDENTITY);
  }

  private static Optional<Policy> resource(String principal, String effect)
      throws MalformedPolicyException {
    return Optional.of(
        Policy.parse(
            ("{'Version': '2012-10-17', 'Statement': {'Effect': '"
                    + effect
                    + "', 'Principal': "
                    + principal
                    + ", 'Action': 's3:GetObject', 'Resource': '*'}}")
                .replace('\'', '"'),
            Policy.Kind.RESOURCE));
  }

  private static Decision decide(Caller caller, String statement, Map<String, List<String>> context)
      throws MalformedPolicyException {
    return Decision.of(
        Asked.of(caller, "s3:GetObject", OBJECT, context),
        new Granted(List.of(identity(statement)), Optional.empty()),
        new Guarded("111122223333", Optional.empty(), false));
  }

  private static Decision decide(Caller caller, String account, Optional<Policy> resource)
      throws MalformedPolicyException {
    return Decision.of(
        Asked.of(caller, "s3:GetObject", OBJECT, Map.of()),
        new Granted(List.of(), Optional.empty()),
        new Guarded(account, resource, false));
  }

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject, true",
    "S3:getobject, true",
    "s3:Get*, true",
    "s3:?etObject, true",
    "s3:*, true",
    "*, true",
    "s3:GetObjec, false",
    "s3:Put*, false",
    "sqs:*, false"
  })
  void actions_match_in_any_case_and_with_wildcards(String action, boolean allowed)
      throws Exception {
    var statement = "{'Effect': 'Allow', 'Action': '" + action + "', 'Resource': '*'}";
    assertThat(decide(LOADER, statement, Map.of()).allowed()).isEqualTo(allowed);
    var not = "{'Effect': 'Allow', 'NotAction': '" + action + "', 'Resource': '*'}";
    assertThat(decide(LOADER, not, Map.of()).allowed()).isEqualTo(!allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:s3:::raw-data/in/a.csv, true",
    "arn:aws:s3:::raw-data/*, true",
    "arn:aws:s3:::*.csv, true",
    "arn:aws:s3:::raw-data/in/?.csv, true",
    "arn:aws:s3:::raw-data, false",
    "arn:aws:s3:::RAW-DATA/*, false",
    "arn:aws:s3:::raw-data/${aws:username}/*, false",
    "arn:aws:s3:::raw-data/${s3:none}/*, false"
  })
  void resources_match_as_they_are_written(String resource, boolean allowed) throws Exception {
    var statement = "{'Effect': 'Allow', 'Action': '*', 'Resource': '" + resource + "'}";
    assertThat(decide(LOADER, statement, Map.of()).allowed()).isEqualTo(allowed);
  }

  @Test
  void variables_bring_in_no_wildcards() throws Exception {
    var statement =
        "{'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:s3:::raw-data/${a:b}/*'}";
    assertThat(decide(LOADER, statement, Map.of("a:b", List.of("in"))).allowed()).isTrue();
    assertThat(decide(LOADER, statement, Map.of("a:b", List.of("*"))).allowed()).isFalse();
    var other = statement.replace("${a:b}", "${a:b, 'in'}").replace("'in'", "\\u0027in\\u0027");
    assertThat(decide(LOADER, other, Map.of()).allowed()).as("its default").isTrue();
  }

  /// The operator, the value of the policy, what the request has (`-` for nothing), the outcome.
  @ParameterizedTest
  @CsvSource({
    "StringEquals, a, a, true",
    "StringEquals, a, A, false",
    "StringEquals, a, -, false",
    "StringEqualsIfExists, a, -, true",
    "StringEqualsIgnoreCase, a, A, true",
    "StringNotEquals, a, b, true",
    "StringNotEquals, a, a, false",
    "StringNotEquals, a, -, true",
    "StringLike, a*, abc, true",
    "StringLike, a?, abc, false",
    "StringNotLike, a*, abc, false",
    "ArnLike, arn:aws:sqs:*:1:q*, arn:aws:sqs:eu-west-2:1:queue, true",
    "ArnLike, arn:aws:sqs:*:queue, arn:aws:sqs:eu-west-2:1:queue, false",
    "ArnEquals, arn:aws:s3:::raw, arn:aws:s3:::raw, true",
    "ArnNotLike, arn:aws:s3:::raw, arn:aws:s3:::raw, false",
    "NumericLessThan, 10, 9.5, true",
    "NumericLessThan, 10, 10, false",
    "NumericGreaterThanEquals, 10, 10, true",
    "NumericEquals, 10, x, false",
    "DateGreaterThan, 2026-01-01T00:00:00Z, 2026-06-01T00:00:00Z, true",
    "DateLessThan, 2026-01-01T00:00:00Z, 2026-06-01T00:00:00Z, false",
    "Bool, true, True, true",
    "Bool, true, false, false",
    "IpAddress, 203.0.113.0/24, 203.0.113.7, true",
    "IpAddress, 203.0.113.0/24, 203.0.114.7, false",
    "NotIpAddress, 203.0.113.0/24, 203.0.114.7, true",
    "IpAddress, 2001:db8::/32, 2001:db8::1, true",
    "Null, true, -, true",
    "Null, false, a, true",
    "Null, true, a, false",
    "ForAllValues:StringEquals, a|b, a|b, true",
    "ForAllValues:StringEquals, a|b, a|c, false",
    "ForAllValues:StringEquals, a|b, -, true",
    "ForAnyValue:StringEquals, a|b, c|b, true",
    "ForAnyValue:StringEquals, a|b, c|d, false",
    "ForAnyValue:StringEquals, a|b, -, false"
  })
  void conditions_hold_as_the_user_guide_says(
      String operator, String wanted, String given, boolean holds) throws Exception {
    var values = "['" + wanted.replace("|", "','") + "']";
    var statement =
        "{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'"
            + operator
            + "': {'x:y': "
            + values
            + "}}}";
    Map<String, List<String>> context =
        given.equals("-") ? Map.of() : Map.of("X:Y", List.of(given.split("\\|")));
    assertThat(decide(LOADER, statement, context).allowed()).isEqualTo(holds);
  }

  @Test
  void all_conditions_must_hold() throws Exception {
    var statement =
        "{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'StringEquals':"
            + " {'a:b': 'x', 'c:d': 'y'}}}";
    assertThat(decide(LOADER, statement, Map.of("a:b", List.of("x"))).allowed()).isFalse();
    assertThat(
            decide(LOADER, statement, Map.of("a:b", List.of("x"), "c:d", List.of("y"))).allowed())
        .isTrue();
  }

  @Test
  void a_policy_of_the_older_version_has_no_variables() throws Exception {
    var policy =
        Policy.parse(
            """
            {"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
             "Action": "s3:*", "Resource": "arn:aws:s3:::raw-data/${aws:username}/*"}}
            """,
            Policy.Kind.RESOURCE);
    var asked = Asked.of(LOADER, "s3:GetObject", "arn:aws:s3:::raw-data/loader/a", Map.of());
    var guarded = new Guarded("111122223333", Optional.of(policy), false);
    var nothing = new Granted(List.of(), Optional.empty());
    assertThat(Decision.of(asked, nothing, guarded).allowed()).isFalse();
  }

  /// The principal, who calls, and whether the resource alone lets it in where it is of the same
  /// account.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'*'; user; true",
        "{'AWS': '*'}; user; true",
        "{'AWS': 'arn:aws:iam::111122223333:user/etl/loader'}; user; true",
        "{'AWS': 'arn:aws:iam::111122223333:user/other'}; user; false",
        "{'AWS': 'arn:aws:iam::111122223333:root'}; user; false",
        "{'AWS': '111122223333'}; user; false",
        "{'AWS': 'arn:aws:iam::111122223333:role/ingest'}; role; true",
        "{'AWS': 'arn:aws:sts::111122223333:assumed-role/ingest/one'}; role; true",
        "{'AWS': 'arn:aws:sts::111122223333:assumed-role/ingest/two'}; role; false",
        "{'Service': 's3.amazonaws.com'}; user; false",
        "{'Service': 's3.amazonaws.com'}; service; true",
        "{'Service': 'sns.amazonaws.com'}; service; false",
        "{'AWS': '*'}; service; false"
      })
  void principals_are_matched(String principal, String who, boolean allowed) throws Exception {
    var caller =
        switch (who) {
          case "user" -> LOADER;
          case "role" -> INGEST;
          default -> new Caller.Service("s3.amazonaws.com");
        };
    var policy = resource(principal.replace('"', '\''), "Allow");
    assertThat(decide(caller, "111122223333", policy).allowed()).isEqualTo(allowed);
  }

  @Test
  void an_account_that_is_let_in_decides_itself() throws Exception {
    var policy = resource("{'AWS': 'arn:aws:iam::111122223333:root'}", "Allow");
    assertThat(decide(LOADER, "111122223333", policy)).isEqualTo(Decision.NO_IDENTITY_POLICY);
    assertThat(decide(new Caller.Root("111122223333"), "444455556666", policy))
        .isEqualTo(Decision.ALLOWED);
    assertThat(decide(new Caller.Root("111122223333"), "444455556666", Optional.empty()))
        .isEqualTo(Decision.NO_RESOURCE_POLICY);
  }

  @Test
  void another_account_needs_both() throws Exception {
    var policy = resource("{'AWS': 'arn:aws:iam::111122223333:user/etl/loader'}", "Allow");
    assertThat(decide(LOADER, "444455556666", policy)).isEqualTo(Decision.NO_IDENTITY_POLICY);
    var own = identity("{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}");
    var asked = Asked.of(LOADER, "s3:GetObject", OBJECT, Map.of());
    var granted = new Granted(List.of(own), Optional.empty());
    assertThat(Decision.of(asked, granted, new Guarded("444455556666", policy, false)).allowed())
        .isTrue();
    assertThat(Decision.of(asked, granted, new Guarded("444455556666", Optional.empty(), false)))
        .isEqualTo(Decision.NO_RESOURCE_POLICY);
  }

  @Test
  void a_resource_that_denies_denies_everybody() throws Exception {
    var policy = resource("'*'", "Deny");
    for (var caller : List.of(LOADER, new Caller.Root("111122223333"))) {
      assertThat(decide(caller, "111122223333", policy)).isEqualTo(Decision.DENIED_BY_RESOURCE);
    }
  }

  @Test
  void a_boundary_limits_a_role_that_is_let_in_as_a_role() throws Exception {
    var boundary = Optional.of(identity("{'Effect': 'Allow', 'Action': 'sqs:*', 'Resource': '*'}"));
    var asked = Asked.of(INGEST, "s3:GetObject", OBJECT, Map.of());
    var granted = new Granted(List.of(), boundary);
    var role = resource("{'AWS': 'arn:aws:iam::111122223333:role/ingest'}", "Allow");
    var session = resource("{'AWS': 'arn:aws:sts::111122223333:assumed-role/ingest/one'}", "Allow");
    assertThat(Decision.of(asked, granted, new Guarded("111122223333", role, false)).allowed())
        .isFalse();
    assertThat(Decision.of(asked, granted, new Guarded("111122223333", session, false)).allowed())
        .isTrue();
  }
}
