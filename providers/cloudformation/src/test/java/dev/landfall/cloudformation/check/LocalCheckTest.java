package dev.landfall.cloudformation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.spi.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCheckTest {
  private static final String BUCKET = "Resources: {A: {Type: AWS::S3::Bucket}}\n";
  private static final String NEWER =
      " If AWS knows it and this Landfall does not yet, write it under the component's `unchecked`.";

  @TempDir Path root;

  private List<String> problems(String text) throws IOException {
    return TestTemplate.of(root, text).problems();
  }

  @Test
  void a_template_that_is_right_has_no_problems() throws IOException {
    var template =
        TestTemplate.of(
            root,
            """
            AWSTemplateFormatVersion: 2010-09-09
            Description: Everything at once
            Metadata: {Anything: [goes]}
            Parameters:
              Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
              Days: {Type: Number, MinValue: 1, Default: 7}
              Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}
              Image: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/image}
            Mappings:
              Sizes:
                dev: {Type: t3.small}
                prod: {Type: m5.large}
            Conditions:
              IsProd: !Equals [!Ref Stage, prod]
              IsLong: !Not [!Equals [!Ref Days, 7]]
              Both: !And [!Condition IsProd, !Condition IsLong]
            Resources:
              Raw:
                Type: AWS::S3::Bucket
                DeletionPolicy: Retain
              Queue:
                Type: AWS::SQS::Queue
                Condition: Both
                DeletionPolicy: RetainExceptOnCreate
                DependsOn: Raw
                Properties:
                  DelaySeconds: !If [IsProd, 5, !Ref AWS::NoValue]
                  QueueName: !Sub ["${Name}-${AWS::Region}", {Name: !Select [0, !Split ["-", !Ref Stage]]}]
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      - Effect: Allow
                        Principal: {Service: lambda.amazonaws.com}
                        Action: sts:AssumeRole
                        Condition: {StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}}
              Server:
                Type: AWS::EC2::Instance
                Properties:
                  ImageId: !Ref Image
                  InstanceType: !FindInMap [Sizes, !Ref Stage, Type]
                  SubnetId: !Select [0, !Ref Subnets]
                  UserData: !Base64 {"Fn::Sub": "echo ${!HOME} ${Raw.Arn}"}
              Password:
                Type: AWS::SSM::Parameter
                Properties: {Type: String, Value: "{{resolve:secretsmanager:login}}"}
              Hook: {Type: "Custom::Anything", Properties: {ServiceToken: !ImportValue token, Any: 1}}
              Other: {Type: "Snowflake::Stage::Thing", Properties: {Any: 1}}
            Outputs:
              Arn: {Value: !GetAtt Raw.Arn, Export: {Name: !Sub "${AWS::StackName}-raw"}}
            """);
    template.with("Subnets", List.of("subnet-1", "subnet-2")).capability("CAPABILITY_IAM");

    assertThat(template.problems()).isEmpty();
  }

  @Test
  void all_that_is_wrong_is_told_at_once_where_it_stands() throws IOException {
    assertThat(
            problems(
                """
                Parameters:
                  Stage: {Type: Strin}
                Resources:
                  Raw:
                    Type: AWS::S3::Bukket
                  Queue:
                    Type: AWS::SQS::Queue
                    Properties:
                      QueuName: !Ref Stag
                      DelaySeconds: soon
                Outputs:
                  Arn: {Value: !GetAtt Queue.Arm}
                """))
        .containsExactly(
            "2:17: unknown parameter type \"Strin\". CloudFormation has String, Number, List<Number>,"
                + " CommaDelimitedList, and types of AWS such as AWS::EC2::Subnet::Id. Did you mean"
                + " \"String\"?",
            "5:11: unknown resource type \"AWS::S3::Bukket\". AWS has none of that name. Did you mean"
                + " \"AWS::S3::Bucket\"?"
                + NEWER,
            "9:7: unknown property \"QueuName\". AWS::SQS::Queue does not have it. Did you mean"
                + " \"QueueName\"?"
                + NEWER,
            "9:17: unknown reference \"Stag\". The template declares no parameter or resource of that"
                + " name. Did you mean \"Stage\"?",
            "10:21: wrong value. AWS::SQS::Queue (DelaySeconds): expected type: Integer, found:"
                + " String.",
            "12:16: unknown attribute \"Arm\". AWS::SQS::Queue does not have it. Did you mean"
                + " \"Arn\"?");
  }

  @Test
  void json_has_places_too() throws IOException {
    assertThat(
            problems(
                """
                {
                  "Resources": {
                    "Queue": {
                      "Type": "AWS::SQS::Queue",
                      "Properties": {"QueueName": {"Ref": "Name"}}
                    }
                  }
                }
                """))
        .singleElement()
        .asString()
        .startsWith("5:43: unknown reference \"Name\".");
  }

  @Test
  void sections_and_members_are_those_of_templates() throws IOException {
    assertThat(problems(BUCKET + "Output: {}\nAWSTemplateFormatVersion: '2011'\n"))
        .satisfiesExactly(
            p -> assertThat(p).contains("2:1: unknown section \"Output\"", "\"Outputs\"?"),
            p -> assertThat(p).startsWith("3:27: unknown template version"));
    assertThat(
            problems(
                """
                Resources:
                  A: {Type: AWS::S3::Bucket, Propertys: {}, DeletionPolicy: Retian, DependsOn: B}
                  b-c: {Properties: {}}
                  D: {Type: 5}
                  E: AWS::S3::Bucket
                  F: {Type: AWS::S3::Bucket, Properties: [], Condition: Prod}
                  G: {Type: AWS::S3::Bucket, Properties: }
                Outputs:
                  X: {Description: x, Exports: {Name: y}}
                  Y: {Value: x, Export: y}
                """))
        .extracting(problem -> problem.replaceFirst("\\. .*", ""))
        .containsExactly(
            "2:30: unknown key \"Propertys\" of resource A",
            "2:61: unknown DeletionPolicy of A",
            "2:80: unknown resource \"B\"",
            "3:3: bad name \"b-c\"",
            "3:8: resource b-c without a type",
            "4:13: Type of D is no text",
            "5:6: resource E is no mapping",
            "6:42: Properties of F are no mapping",
            "6:57: unknown condition \"Prod\"",
            "7:41: Properties of G are no mapping",
            "7:41: null value",
            "9:6: output X without a value",
            "9:23: unknown key \"Exports\" of output X",
            "10:25: Export of output Y without a name");
    assertThat(problems("Description: nothing\n"))
        .singleElement()
        .asString()
        .contains("no resources");
    assertThat(problems("Resources: 5\n"))
        .first()
        .asString()
        .startsWith("1:12: Resources is no mapping");
  }

  @Test
  void functions_take_what_they_take() throws IOException {
    assertThat(
            problems(
                """
                Mappings: {Sizes: {dev: {Type: small}}}
                Resources:
                  Q:
                    Type: AWS::SNS::Topic
                    Properties:
                      DisplayName: !Join [",", a, b]
                      TopicName: !Select [2, [a, b]]
                      KmsMasterKeyId: !FindInMap [Sizes, prod, Type]
                      SignatureVersion: !Sub "${Q.Nothing} ${no-such}"
                      TracingConfig: {"Fn::Joyn": [a, [b]]}
                      DataProtectionPolicy: {"Fn::If": [Never, {}], Beside: 1}
                      ArchivePolicy: !Length [1]
                      Tags: !Equals [1, 2]
                      Subscription: !GetAtt [Q]
                """))
        .extracting(problem -> problem.replaceFirst("\\. .*", ""))
        .containsExactly(
            "3:3: circular dependency of Q",
            "6:20: wrong arguments of Fn::Join",
            "7:27: no index: \"2\"",
            "8:42: unknown key \"prod\"",
            "9:25: unknown attribute \"Nothing\"",
            "9:25: wrong variable \"no-such\" in Fn::Sub",
            "10:22: unknown function Fn::Joyn",
            "11:30: function beside other keys",
            "12:22: unknown function Fn::Length",
            "13:13: Fn::Equals outside of Conditions",
            "14:21: wrong arguments of Fn::GetAtt");
  }

  @Test
  void conditions_are_boolean_see_parameters_only_and_do_not_wait_for_each_other()
      throws IOException {
    assertThat(
            problems(
                BUCKET
                    + """
                    Conditions:
                      One: !Not [!Condition Two]
                      Two: !Not [!Condition One]
                      Three: !Equals [!Ref A, x]
                      Four: !Or [!Condition Fiv]
                      Five: yes
                    """))
        .extracting(problem -> problem.replaceFirst("(\\.) .*", "$1"))
        .containsExactly(
            "3:3: circular dependency of One.",
            "5:19: condition that refers to resource A.",
            "6:9: wrong arguments of Fn::Or.",
            "6:14: unknown condition \"Fiv\".",
            "7:9: no condition.");
  }

  @Test
  void resources_that_wait_for_each_other_are_told_as_a_way() throws IOException {
    assertThat(
            problems(
                """
                Resources:
                  A: {Type: AWS::S3::Bucket, DependsOn: B}
                  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref C}}
                  C: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "${A.Arn}"}}
                """))
        .containsExactly(
            "2:3: circular dependency of A. A needs B needs C needs A. Take one of these"
                + " references out.");
  }

  @Test
  void what_a_resource_cannot_do_without_is_told() throws IOException {
    assertThat(
            problems(
                """
                Resources:
                  P: {Type: AWS::SSM::Parameter}
                  Q:
                    Type: AWS::SQS::Queue
                    Properties: {Tags: [{Key: !Ref AWS::Region}]}
                  B:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration: !If [X, {Status: On}, {Status: Enabled}]
                Conditions: {X: !Equals [a, b]}
                """))
        .extracting(problem -> problem.replaceFirst(" If AWS.*", ""))
        .containsExactly(
            "2:6: missing property \"Type\". AWS::SSM::Parameter cannot do without it.",
            "2:6: missing property \"Value\". AWS::SSM::Parameter cannot do without it.",
            "5:25: missing property \"Value\". AWS::SQS::Queue (Tags/0) cannot do without it.",
            "9:49: value not allowed: \"On\". AWS::S3::Bucket (VersioningConfiguration/1/Status) takes"
                + " certain values only.");
  }

  @Test
  void values_are_checked_against_what_the_parameters_allow() throws IOException {
    var text =
        """
        Parameters:
          Stage: {Type: String, AllowedValues: [dev, prod]}
          Days: {Type: Number, MinValue: 1, MaxValue: 10}
          Code: {Type: String, AllowedPattern: "[A-Z]{3}", ConstraintDescription: three capitals}
          Key: {Type: String, NoEcho: true, MinLength: 8}
          Left: {Type: String}
          Later: {Type: String, MinLength: 100}
          Bad: {Type: Number, Default: many}
        """
            + BUCKET;
    var template =
        TestTemplate.of(root, text)
            .with("Stag", "x")
            .with("Stage", "test")
            .with("Days", 11L)
            .with("Code", "ab")
            .with("Key", new Value.Known("s3cr3t", true))
            .with("Later", new Value.Unknown("warehouse", "Name"));

    var found = template.problems();

    assertThat(found)
        .containsExactly(
            "6:3: parameter without a value. Left has no default, and the component gives it no value."
                + " Write it under `with.parameters`.",
            "8:32: default that the parameter does not allow. Parameter 'Bad' must be a number.",
            "with:parameters.Code:1:1: value that parameter Code does not allow. Parameter Code failed"
                + " to satisfy constraint: three capitals.",
            "with:parameters.Days:1:1: value that parameter Days does not allow. Parameter 'Days' must"
                + " be a number not greater than 10.",
            "with:parameters.Key:1:1: value that parameter Key does not allow. Parameter 'Key' must"
                + " contain at least 8 characters.",
            "with:parameters.Stag:1:1: unknown parameter \"Stag\". The template declares Bad, Code,"
                + " Days, Key, Later, Left, Stage. Did you mean \"Stage\"?",
            "with:parameters.Stage:1:1: value that parameter Stage does not allow. Parameter 'Stage'"
                + " must be one of AllowedValues.");
    assertThat(found).noneMatch(problem -> problem.contains("s3cr3t"));
    assertThat(template.problems(false)).noneMatch(problem -> problem.contains("parameters.Key"));
  }

  @Test
  void capabilities_have_to_be_acknowledged() throws IOException {
    var text =
        """
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: {}}
        """;
    assertThat(problems(text))
        .containsExactly(
            "with:capabilities:1:1: capability CAPABILITY_IAM not acknowledged. The template changes"
                + " who may do what: Role (AWS::IAM::Role). Look at it, and write `capabilities:"
                + " [CAPABILITY_IAM]` under `with`.");
    var named = text.replace("{AssumeRole", "{RoleName: r, AssumeRole");
    assertThat(TestTemplate.of(root, named).capability("CAPABILITY_IAM").problems())
        .singleElement()
        .asString()
        .contains("capability CAPABILITY_NAMED_IAM not acknowledged");
    assertThat(TestTemplate.of(root, text).capability("CAPABILITY_NAMED_IAM").problems()).isEmpty();
    assertThat(TestTemplate.of(root, BUCKET).capability("CAPABILITY_IMA").problems())
        .singleElement()
        .asString()
        .contains("unknown capability", "Did you mean \"CAPABILITY_IAM\"?");
  }

  @Test
  void the_numbers_have_their_limits() throws IOException {
    var text = new StringBuilder("Resources:\n");
    for (int i = 0; i < 501; i++) {
      text.append("  R").append(i).append(": {Type: AWS::S3::Bucket}\n");
    }
    assertThat(problems(text.toString()))
        .containsExactly(
            "1:1: too many resources. There are 501; a template may have 500. Split it into"
                + " components.");
    assertThat(problems(BUCKET + "Description: " + "x".repeat(1_025)))
        .singleElement()
        .asString()
        .contains("Description too long");
  }

  @Test
  void what_a_macro_writes_is_not_looked_at_but_parameters_are() throws IOException {
    var text =
        """
        Transform: AWS::Serverless-2016-10-31
        Globals: {}
        Parameters: {Stage: {Type: Number}}
        Resources: {F: {Type: AWS::Serverless::Function, Properties: {Any: !Ref Thing}}}
        """;
    assertThat(TestTemplate.of(root, text).with("Stage", "x").problems())
        .singleElement()
        .asString()
        .startsWith("with:parameters.Stage:1:1: ");
  }

  @Test
  void what_aws_has_and_landfall_does_not_know_can_be_let_through() throws IOException {
    var text =
        """
        Resources:
          A: {Type: AWS::S3::Bucket, Properties: {BrandNewThing: 1}}
          B: {Type: AWS::Brand::New}
          C: {Type: AWS::AppSync::GraphQLApi, Properties: {Undescribed: 1}}
        """;
    assertThat(problems(text)).hasSize(2);
    assertThat(
            TestTemplate.of(root, text)
                .unchecked("AWS::S3::Bucket.BrandNewThing")
                .unchecked("AWS::Brand::New")
                .problems())
        .isEmpty();
  }

  @Test
  void dynamic_references_are_well_formed_and_stand_where_they_may() throws IOException {
    assertThat(
            problems(
                """
                Parameters:
                  Size: {Type: String, Default: "{{resolve:ssm:/size}}"}
                  Other: {Type: String, Default: "{{resolve:ssm:/size:2}}"}
                Resources:
                  Well:
                    Type: AWS::RDS::DBInstance
                    Properties:
                      MasterUsername: "{{resolve:ssm:/user:3}}"
                      MasterUserPassword: "{{resolve:ssm-secure:/password}}"
                      DBName: !Sub "{{resolve:secretsmanager:${AWS::StackName}:SecretString:name::}}"
                      DBInstanceClass: !Join ["", ["{{resolve:ssm:", !Ref Size, "}}"]]
                  Badly:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Type: String
                      Name: "{{resolve:ssm:/user:prod}}"
                      Value: "a-{{resolve:ssm-secure:/password:1}}"
                      Description: "{{resolve:secretsmanager:login:SecretBinary}}"
                      Tags: {a: "{{resolve:vault:a}}", b: "{{resolve:ssm:/never"}
                """))
        .containsExactly(
            "2:33: dynamic reference without a version. The default of a parameter has to say which"
                + " version it means: {{resolve:ssm:NAME:1}}.",
            "16:13: malformed dynamic reference {{resolve:ssm:/user:prod}}. Write {{resolve:ssm:NAME}}"
                + " or {{resolve:…:NAME:VERSION}}; a version is a number, labels are not possible.",
            "17:14: secure reference where none is possible. CloudFormation takes ssm-secure in a few"
                + " properties only, and AWS::SSM::Parameter.Value is none of them. Keep the value in"
                + " Secrets Manager.",
            "18:20: malformed dynamic reference {{resolve:secretsmanager:login:SecretBinary}}. Write"
                + " {{resolve:secretsmanager:ID:SecretString:KEY:STAGE:VERSION}}; all behind the id"
                + " may be left out.",
            "19:17: malformed dynamic reference {{resolve:vault:a}}. There are ssm, ssm-secure,"
                + " secretsmanager.",
            "19:43: dynamic reference without an end. It ends with \"}}\".");
  }

  private static final String RULES =
      """
      Parameters:
        Stage: {Type: String, Default: dev}
        Size: {Type: String, Default: small}
        Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /size}
      Rules:
        Production:
          RuleCondition: !Equals [!Ref Stage, prod]
          Assertions:
            - Assert: !Contains [[large], !Ref Size]
              AssertDescription: Production is large
            - Assert: !Equals [!Ref Stored, large]
      """;

  @Test
  void what_rules_assert_of_known_values_is_told_before_any_call() throws IOException {
    var template = TestTemplate.of(root, RULES + BUCKET);
    assertThat(template.problems()).isEmpty();
    assertThat(template.with("Stage", "prod").problems())
        .containsExactly("9:9: rule Production does not hold. Production is large");
    assertThat(template.with("Size", "large").problems()).isEmpty();
    assertThat(template.with("Size", new Value.Unknown("other", "Size")).problems()).isEmpty();
  }

  @Test
  void rules_are_built_as_such() throws IOException {
    assertThat(
            problems(
                """
                Rules:
                  A: {RuleCondition: !If [x, y, z]}
                  B:
                    Assertions:
                      - Assert: !Contains [a]
                        Description: none
                      - AssertDescription: no assert
                      - Assert: !Equals [!Ref Nobody, !ValueOf [Nothing, VpcId]]
                """
                    + BUCKET))
        .containsExactly(
            "2:6: rule A without assertions. Write a list of `Assertions`.",
            "2:22: Fn::If in a rule. Rules have Fn::And, Fn::Contains, Fn::EachMemberEquals,"
                + " Fn::EachMemberIn, Fn::Equals, Fn::Not, Fn::Or, Fn::RefAll, Fn::ValueOf,"
                + " Fn::ValueOfAll and Ref.",
            "5:17: wrong arguments of Fn::Contains. It takes two arguments.",
            "6:9: unknown key \"Description\" of assertion of rule B. It has Assert,"
                + " AssertDescription.",
            "7:9: assertion of rule B without an Assert. Write its `Assert`.",
            "8:26: unknown parameter \"Nobody\". Rules see parameters only, and the template"
                + " declares none of that name.",
            "8:49: unknown parameter \"Nothing\". Rules see parameters only, and the template"
                + " declares none of that name.");
  }

  @Test
  void what_becomes_of_a_resource_is_possible_for_its_type() throws IOException {
    assertThat(
            problems(
                """
                Resources:
                  Disk: {Type: AWS::EC2::Volume, DeletionPolicy: Snapshot, UpdateReplacePolicy: Snapshot, Properties: {AvailabilityZone: a}}
                  Queue: {Type: AWS::SQS::Queue, DeletionPolicy: Snapshot, UpdateReplacePolicy: RetainExceptOnCreate}
                """))
        .containsExactly(
            "3:50: DeletionPolicy Snapshot of Queue. AWS makes no snapshots of AWS::SQS::Queue."
                + " Write Delete or Retain.",
            "3:81: unknown UpdateReplacePolicy of Queue. Write one of Delete, Retain, Snapshot.");
  }
}
