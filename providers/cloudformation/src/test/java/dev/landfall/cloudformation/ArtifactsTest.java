package dev.landfall.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.spi.Change;
import dev.landfall.spi.MemoryJournal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import dev.landfall.spi.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class ArtifactsTest {
  private static final String BUCKET = "artifacts-sydney";
  private static final String FUNCTION =
      """
      Resources:
        Ingest:
          Type: AWS::Lambda::Function
          Properties:
            Runtime: python3.13
            Handler: main.handler
            Role: arn:aws:iam::111122223333:role/ingest
            Code: ./ingest
      """;

  private static final String ROLE =
      """
      Resources:
        Role:
          Type: AWS::IAM::Role
          Properties:
            RoleName: ingest
            AssumeRolePolicyDocument:
              Version: "2012-10-17"
              Statement:
                - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}
      """;

  @TempDir Path temporary;
  private Path repository;
  private LiveStacks system;
  private S3Client s3;
  private CloudFormationProvider provider;

  @BeforeEach
  void start() throws IOException {
    repository = Files.createDirectories(temporary.resolve("repository"));
    system = new LiveStacks(repository).parameters(Map.of());
    s3 = system.s3();
    provider = new CloudFormationProvider();
    s3.createBucket(r ->
        r.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint("ap-southeast-2")));
  }

  @AfterEach
  void stop() {
    s3.close();
    provider.close();
    system.close();
  }

  private Plan plan() throws Exception {
    return provider.plan(system.desired(), TestContext.looking(temporary.resolve("cache")));
  }

  private ProviderException refusal() {
    return catchThrowableOfType(ProviderException.class, this::plan);
  }

  private void apply(Plan plan) throws Exception {
    provider.apply(
        plan,
        system.desired(),
        TestContext.applying(temporary.resolve("cache"), "ro-1", new MemoryJournal()));
  }

  private List<String> problems() throws Exception {
    return provider
        .check(system.desired(), TestContext.looking(temporary.resolve("cache")))
        .stream()
        .map(Problem::toString)
        .toList();
  }

  private List<String> keys() {
    return s3.listObjectsV2(r -> r.bucket(BUCKET)).contents().stream().map(S3Object::key).toList();
  }

  private static String large() {
    return "# " + "x".repeat(51_200) + "\nResources: {Q: {Type: AWS::SQS::Queue}}\n";
  }

  private void function(String text) throws IOException {
    Files.createDirectories(repository.resolve("ingest"));
    Files.writeString(repository.resolve("ingest/main.py"), text);
    system.template(FUNCTION);
  }

  @Test
  void a_large_template_is_read_from_the_bucket() throws Exception {
    system.template(large()).artifacts(BUCKET, "landfall");

    apply(plan());

    assertThat(keys()).singleElement().asString().matches("landfall/[0-9a-f]{64}\\.template");
    assertThat(system.client().getTemplate(r -> r.stackName(LiveStacks.STACK)).templateBody())
        .isEqualTo(large());
    assertThat(plan().changes()).isEmpty();
  }

  @Test
  void code_beside_the_template_is_packed_put_once_and_named() throws Exception {
    function("print(1)");
    system.artifacts(BUCKET, "");
    system
        .client()
        .createStack(r ->
            r.stackName("roles")
                .templateBody(ROLE)
                .capabilitiesWithStrings("CAPABILITY_NAMED_IAM"));
    system.settled("roles");

    var plan = plan();

    assertThat(plan.changes()).extracting(Change::address).containsExactly("Ingest");
    var key = keys().getFirst();
    assertThat(key).matches("[0-9a-f]{64}\\.zip");
    assertThat(plan.changes().getFirst().diff()).contains(key).contains(BUCKET);
    try (var zip = new ZipInputStream(s3.getObject(r -> r.bucket(BUCKET).key(key)))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("main.py");
      assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("print(1)");
    }
    system.calls();
    apply(plan);
    assertThat(system.calls()).contains("HEAD object").doesNotContain("PUT object");
    assertThat(plan().changes()).isEmpty();
    system.calls();
    assertThat(plan().changes()).isEmpty();
    assertThat(system.calls()).as("of a stack that is known").containsExactly("DescribeStacks");

    function("print(2)");

    assertThat(plan().changes()).extracting(Change::address).containsExactly("Ingest");
    assertThat(keys()).hasSize(2);
  }

  @Test
  void a_bucket_that_is_not_named_is_told_before_any_call() throws Exception {
    system.template(large());
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("with:artifacts.bucket:1:1: error: no bucket for artifacts. The template has")
        .contains("Write `artifacts: {bucket: …}`");
    function("print(1)");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith(
            "with:artifacts.bucket:1:1: error: no bucket for artifacts. The code of Ingest");
    assertThat(system.calls()).isEmpty();
  }

  @Test
  void code_that_is_not_there_is_told_at_its_line() throws Exception {
    system.template(FUNCTION).artifacts(BUCKET, "");
    assertThat(problems())
        .containsExactly(
            "landing.yaml:8:13: error: code not found. \"./ingest\": There is no such file or folder.");
  }

  @Test
  void a_bucket_that_is_missing_or_elsewhere_is_told_with_what_to_do() throws Exception {
    system.template(large()).artifacts("nowhere-at-all", "");
    var missing = refusal();
    assertThat(missing.kind()).isEqualTo(Kind.FAILED);
    assertThat(missing.getMessage()).contains("nowhere-at-all").contains("there is no such bucket");
    assertThat(missing.next()).contains("`artifacts: {bucket: …}`");

    try (var london = system.s3("111122223333", "eu-west-2")) {
      london.createBucket(r ->
          r.bucket("in-london").createBucketConfiguration(c -> c.locationConstraint("eu-west-2")));
    }
    system.artifacts("in-london", "");
    assertThat(refusal().getMessage()).contains("in-london").contains("it is in another region");

    try (var other = system.s3("444455556666", "ap-southeast-2")) {
      other.createBucket(r ->
          r.bucket("of-others")
              .createBucketConfiguration(c -> c.locationConstraint("ap-southeast-2")));
    }
    system.artifacts("of-others", "");
    assertThat(refusal().next()).contains("It belongs to another account");
  }

  @Test
  void the_stand_in_reads_templates_from_its_buckets_at_every_form_of_address() {
    var text = "Resources: {Q: {Type: AWS::SQS::Queue}}";
    s3.putObject(r -> r.bucket(BUCKET).key("a/t.yaml"), RequestBody.fromString(text));
    for (var address :
        List.of(
            "https://s3.amazonaws.com/" + BUCKET + "/a/t.yaml",
            "https://s3.ap-southeast-2.amazonaws.com/" + BUCKET + "/a/t.yaml",
            "https://s3-ap-southeast-2.amazonaws.com/" + BUCKET + "/a/t.yaml",
            "https://" + BUCKET + ".s3.amazonaws.com/a/t.yaml",
            "https://" + BUCKET + ".s3.ap-southeast-2.amazonaws.com/a/t.yaml",
            "http://" + BUCKET + ".localhost:4566/a/t.yaml",
            system.server().endpoint() + "/" + BUCKET + "/a/t.yaml")) {
      assertThat(system.client().getTemplateSummary(r -> r.templateURL(address)).resourceTypes())
          .as(address)
          .containsExactly("AWS::SQS::Queue");
      system.client().validateTemplate(r -> r.templateURL(address));
    }
    var address = "https://" + BUCKET + ".s3.amazonaws.com/a/t.yaml";
    system.client().createStack(r -> r.stackName("one").templateURL(address));
    system.settled("one");
    assertThat(system.client().getTemplate(r -> r.stackName("one")).templateBody()).isEqualTo(text);
    assertThat(refused(address.replace("t.yaml", "none.yaml")))
        .startsWith("S3 error: The specified key does not exist.");
    assertThat(refused("https://none.s3.amazonaws.com/t.yaml"))
        .startsWith("S3 error: The specified bucket does not exist");
    for (var wrong :
        List.of("ftp://a/b", "https://example.org/a/b", "https://s3.amazonaws.com/b", "x y")) {
      assertThat(refused(wrong)).as(wrong).isEqualTo("TemplateURL must be a supported URL.");
    }
    s3.putObject(r -> r.bucket(BUCKET).key("large"), RequestBody.fromString("#".repeat(1_000_001)));
    assertThat(refused("https://" + BUCKET + ".s3.amazonaws.com/large"))
        .isEqualTo("Template may not exceed 1000000 bytes in size.");
    try (var other = system.s3("444455556666", "ap-southeast-2")) {
      other.createBucket(r ->
          r.bucket("of-others")
              .createBucketConfiguration(c -> c.locationConstraint("ap-southeast-2")));
    }
    assertThat(refused("https://of-others.s3.amazonaws.com/t.yaml"))
        .startsWith("S3 error: Access Denied");
  }

  private String refused(String address) {
    return catchThrowableOfType(
            CloudFormationException.class,
            () -> system.client().validateTemplate(r -> r.templateURL(address)))
        .awsErrorDetails()
        .errorMessage();
  }

  private static final String PARENT =
      """
      Resources:
        Queues:
          Type: AWS::CloudFormation::Stack
          Properties: {TemplateURL: nested/queues.yaml, Parameters: {Name: arrivals}}
      Outputs:
        Arn: {Value: !GetAtt Queues.Outputs.Arn}
      """;
  private static final String NESTED =
      """
      Parameters:
        Name: {Type: String}
      Resources:
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name, DelaySeconds: %s}}
      Outputs:
        Arn: {Value: !GetAtt Queue.Arn}
      """;

  private void nested(String text) throws IOException {
    Files.writeString(
        Files.createDirectories(repository.resolve("nested")).resolve("queues.yaml"), text);
  }

  @Test
  void templates_of_nested_stacks_are_put_by_their_content() throws Exception {
    system.artifacts(BUCKET, "t").template(PARENT);
    nested(NESTED.formatted("5"));

    apply(plan());

    assertThat(system.stack().orElseThrow().outputs().getFirst().outputValue())
        .endsWith(":arrivals");
    assertThat(keys()).singleElement().asString().matches("t/[0-9a-f]{64}\\.template");
    assertThat(plan().changes()).isEmpty();
    var elsewhere = TestContext.looking(temporary.resolve("of another machine"));
    assertThat(provider.plan(system.desired(), elsewhere).changes()).isEmpty();

    nested(NESTED.formatted("9"));
    var changed = plan();

    assertThat(changed.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.address()).isEqualTo("Queues");
          assertThat(change.diff()).contains("TemplateURL: https://" + BUCKET + ".s3.");
        });
    apply(changed);
    assertThat(keys()).hasSize(2);
    assertThat(plan().changes()).isEmpty();
  }

  @Test
  void a_change_of_outputs_alone_is_one_also_beside_nested_templates() throws Exception {
    system.artifacts(BUCKET, "t").template(PARENT);
    nested(NESTED.formatted("5"));
    apply(plan());
    assertThat(plan().changes()).isEmpty();

    system.template(PARENT + "  More: {Value: more}\n");
    provider.apply(
        plan(),
        system.desired(),
        TestContext.applying(temporary.resolve("cache"), "ro-2", new MemoryJournal()));

    assertThat(system.stack().orElseThrow().outputs())
        .anyMatch(output -> output.outputKey().equals("More"));
    assertThat(plan().changes()).isEmpty();
  }

  @Test
  void what_is_wrong_with_a_nested_template_is_told_in_its_own_file() throws Exception {
    system.artifacts(BUCKET, "t").template(PARENT);
    nested(NESTED.formatted("!Ref Nobody"));
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("nested/queues.yaml:4:83: error: unknown reference \"Nobody\"");

    nested(PARENT.replace("nested/queues.yaml", "queues.yaml"));
    assertThat(problems()).singleElement().asString().contains("template that nests itself");

    system.template(PARENT.replace("queues.yaml", "none.yaml"));
    assertThat(problems()).singleElement().asString().contains("landing.yaml:4:31");
  }
}
