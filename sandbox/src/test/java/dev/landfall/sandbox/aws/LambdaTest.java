package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Functions whose handlers really run. What needs Python or Node is skipped where it is not
/// installed.
class LambdaTest {
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
      """;
  private static final String ROLE = "arn:aws:iam::111122223333:role/ingest";
  private static final String QUEUE = "arn:aws:sqs:eu-west-2:111122223333:";
  private static final String POLICIES = "arn:aws:iam::aws:policy/service-role/";

  @TempDir Path home;

  private AwsServer server;
  private LambdaClient lambda;
  private IamClient iam;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    lambda = Clients.lambda(server);
    iam = Clients.iam(server);
    iam.createRole(r -> r.roleName("ingest").assumeRolePolicyDocument(TRUST));
  }

  @AfterEach
  void stop() throws Exception {
    iam.close();
    lambda.close();
    server.close();
  }

  private static void assumeInstalled(String program) throws InterruptedException {
    boolean found;
    try {
      found = new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      found = false;
    }
    if (!found) {
      System.err.println("SKIPPED, no " + program + " here");
    }
    assumeTrue(found, program + " is not installed");
  }

  private static SdkBytes zip(String... files) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < files.length; i += 2) {
        zip.putNextEntry(new ZipEntry(files[i]));
        zip.write(files[i + 1].getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return SdkBytes.fromByteArray(out.toByteArray());
  }

  private void python(String name, String code) throws InterruptedException {
    assumeInstalled("python3");
    lambda.createFunction(r ->
        r.functionName(name)
            .runtime("python3.12")
            .handler("index.handler")
            .role(ROLE)
            .code(c -> c.zipFile(zip("index.py", code))));
  }

  private InvokeResponse invoke(String name, String payload) {
    return lambda.invoke(
        r -> r.functionName(name).payload(SdkBytes.fromUtf8String(payload)).logType(LogType.TAIL));
  }

  private static String log(InvokeResponse response) {
    return new String(Base64.getDecoder().decode(response.logResult()), UTF_8);
  }

  private static final String ECHO =
      """
      import os
      def handler(event, context):
          print("got", event)
          return {"event": event, "name": context.function_name,
                  "region": os.environ["AWS_REGION"], "mine": os.environ.get("MINE"),
                  "left": context.get_remaining_time_in_millis() > 0}
      """;

  @Test
  void a_function_is_made_found_and_deleted() {
    var made =
        lambda.createFunction(r ->
            r.functionName("echo")
                .runtime("python3.12")
                .handler("index.handler")
                .role(ROLE)
                .timeout(5)
                .memorySize(256)
                .tags(Map.of("platform", "ticketing"))
                .code(c -> c.zipFile(zip("index.py", ECHO))));
    assertThat(made.functionArn()).isEqualTo("arn:aws:lambda:eu-west-2:111122223333:function:echo");
    assertThat(made.codeSize()).isPositive();
    assertThat(made.stateAsString()).isEqualTo("Active");
    fails(
        "ResourceConflictException",
        409,
        () ->
            lambda.createFunction(r ->
                r.functionName("echo")
                    .runtime("python3.12")
                    .handler("index.handler")
                    .role(ROLE)
                    .code(c -> c.zipFile(zip("index.py", ECHO)))));

    var found = lambda.getFunction(r -> r.functionName(made.functionArn()));
    assertThat(found.configuration().codeSha256()).isEqualTo(made.codeSha256());
    assertThat(found.tags()).containsEntry("platform", "ticketing");
    lambda.updateFunctionConfiguration(r -> r.functionName("echo").timeout(10));
    assertThat(lambda.getFunctionConfiguration(r -> r.functionName("echo")).timeout())
        .isEqualTo(10);
    assertThat(lambda.listFunctions().functions()).hasSize(1);

    lambda.deleteFunction(r -> r.functionName("echo"));
    fails("ResourceNotFoundException", 404, () -> lambda.getFunction(r -> r.functionName("echo")));
    assertThat(lambda.listFunctions().functions()).isEmpty();
  }

  @Test
  void a_python_handler_runs() throws Exception {
    python("echo", ECHO);
    lambda.updateFunctionConfiguration(
        r -> r.functionName("echo").environment(e -> e.variables(Map.of("MINE", "é"))));
    for (int i = 0; i < 2; i++) {
      var response = invoke("echo", "{\"a\": \"ü\"}");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.functionError()).isNull();
      assertThat(response.executedVersion()).isEqualTo("$LATEST");
      assertThat(response.payload().asUtf8String())
          .isEqualTo(
              "{\"event\": {\"a\": \"ü\"}, \"name\": \"echo\", \"region\": \"eu-west-2\","
                  + " \"mine\": \"é\", \"left\": true}");
      assertThat(log(response))
          .containsPattern("^START RequestId: [-0-9a-f]{36} Version: \\$LATEST\n")
          .contains("got {'a': 'ü'}\n")
          .containsPattern("END RequestId: [-0-9a-f]{36}\nREPORT RequestId: ");
    }
  }

  @Test
  void a_node_handler_runs() throws Exception {
    assumeInstalled("node");
    var code =
        """
        exports.handler = async (event, context) => {
          console.log('got', event.a);
          if (event.fail) throw new TypeError('no ' + event.fail);
          return { name: context.functionName, a: event.a };
        };
        """;
    lambda.createFunction(r ->
        r.functionName("node")
            .runtime("nodejs20.x")
            .handler("index.handler")
            .role(ROLE)
            .code(c -> c.zipFile(zip("index.js", code))));
    var response = invoke("node", "{\"a\": 1}");
    assertThat(response.payload().asUtf8String()).isEqualTo("{\"name\":\"node\",\"a\":1}");
    assertThat(log(response)).contains("\tINFO\tgot 1\n");
    var failed = invoke("node", "{\"fail\": \"luck\"}");
    assertThat(failed.functionError()).isEqualTo("Unhandled");
    assertThat(failed.payload().asUtf8String())
        .contains("\"errorType\":\"TypeError\"", "\"errorMessage\":\"no luck\"", "\"trace\":[");
  }

  @Test
  void an_error_that_is_not_handled_is_told_with_its_trace() throws Exception {
    python("broken", "def handler(event, context):\n    raise ValueError('no ' + event['a'])\n");
    var response = invoke("broken", "{\"a\": \"luck\"}");
    assertThat(response.functionError()).isEqualTo("Unhandled");
    assertThat(response.payload().asUtf8String())
        .contains("\"errorMessage\":\"no luck\"", "\"errorType\":\"ValueError\"")
        .contains("\"stackTrace\":[", "in handler");
    assertThat(log(response)).contains("[ERROR] ValueError: no luck\nTraceback");
    assertThat(invoke("broken", "{\"a\": \"way\"}").payload().asUtf8String()).contains("no way");
  }

  @Test
  void code_that_cannot_be_loaded_is_told() throws Exception {
    python("broken", "import nothing_of_that_name\n");
    assertThat(invoke("broken", "{}").payload().asUtf8String())
        .contains("Runtime.ImportModuleError")
        .contains("Unable to import module 'index': No module named 'nothing_of_that_name'");
    lambda.updateFunctionCode(
        r -> r.functionName("broken").zipFile(zip("index.py", "def other(e, c): pass\n")));
    assertThat(invoke("broken", "{}").payload().asUtf8String())
        .contains("Handler 'handler' missing on module 'index'");
    lambda.updateFunctionCode(r -> r.functionName("broken").zipFile(zip("index.py", "def (:\n")));
    assertThat(invoke("broken", "{}").payload().asUtf8String())
        .contains("Runtime.UserCodeSyntaxError");
    lambda.updateFunctionCode(r ->
        r.functionName("broken").zipFile(zip("index.py", "def handler(e, c): return 'whole'\n")));
    assertThat(invoke("broken", "{}").payload().asUtf8String()).isEqualTo("\"whole\"");
  }

  @Test
  void a_handler_that_takes_too_long_or_exits_is_ended() throws Exception {
    python(
        "slow",
        """
        import os, time
        def handler(event, context):
            if event.get("exit"):
                os._exit(3)
            if event.get("sleep"):
                time.sleep(3600)
            return os.getpid()
        """);
    lambda.updateFunctionConfiguration(r -> r.functionName("slow").timeout(1));
    var pid = Long.parseLong(invoke("slow", "{}").payload().asUtf8String());
    var response = invoke("slow", "{\"sleep\": true}");
    assertThat(response.functionError()).isEqualTo("Unhandled");
    assertThat(response.payload().asUtf8String())
        .contains("\"errorType\":\"Sandbox.Timedout\"")
        .contains("Error: Task timed out after 1.00 seconds");
    assertThat(log(response)).contains("Task timed out after 1.00 seconds");
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    assertThat(invoke("slow", "{\"exit\": true}").payload().asUtf8String())
        .contains("Runtime.ExitError", "exit status 3");
    assertThat(invoke("slow", "{}").functionError()).isNull();
  }

  @Test
  void processes_end_with_the_server() throws Exception {
    assumeInstalled("python3");
    long pid;
    try (var other = AwsServer.start(AwsServer.Options.defaults());
        var client = Clients.lambda(other);
        var roles = Clients.iam(other)) {
      roles.createRole(r -> r.roleName("ingest").assumeRolePolicyDocument(TRUST));
      client.createFunction(r ->
          r.functionName("pid")
              .runtime("python3.12")
              .handler("index.handler")
              .role(ROLE)
              .code(c ->
                  c.zipFile(
                      zip("index.py", "import os\ndef handler(e, c): return os.getpid()\n"))));
      pid = Long.parseLong(client.invoke(r -> r.functionName("pid")).payload().asUtf8String());
      assertThat(ProcessHandle.of(pid)).isPresent();
    }
    var handle = ProcessHandle.of(pid);
    if (handle.isPresent()) {
      handle.get().onExit().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_handler_calls_the_stand_in_as_the_functions_role() throws Exception {
    python(
        "caller",
        """
        import boto3
        from botocore.exceptions import ClientError
        def handler(event, context):
            s3 = boto3.client("s3")
            arn = boto3.client("sts").get_caller_identity()["Arn"]
            body = s3.get_object(Bucket="raw-data", Key="in/a")["Body"].read().decode()
            try:
                s3.put_object(Bucket="raw-data", Key="in/b", Body=b"x")
                return "put"
            except ClientError as e:
                return [arn, body, e.response["Error"]["Code"]]
        """);
    lambda.updateFunctionConfiguration(r -> r.functionName("caller").timeout(60));
    iam.putRolePolicy(r ->
        r.roleName("ingest")
            .policyName("read")
            .policyDocument(
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject",
                 "Resource": "arn:aws:s3:::raw-data/in/*"}}
                """));
    try (var s3 = Clients.s3(server)) {
      Clients.createBucket(s3, "raw-data");
      s3.putObject(r -> r.bucket("raw-data").key("in/a"), RequestBody.fromString("hello"));
    }
    var response = invoke("caller", "{}");
    assumeTrue(
        !response.payload().asUtf8String().contains("No module named 'boto3'"),
        "boto3 is not installed");
    assertThat(response.payload().asUtf8String())
        .isEqualTo(
            "[\"arn:aws:sts::111122223333:assumed-role/ingest/caller\", \"hello\","
                + " \"AccessDenied\"]");
  }

  @Test
  void a_role_must_trust_lambda_and_the_caller_may_have_to_pass_it() {
    iam.updateAssumeRolePolicy(
        r -> r.roleName("ingest").policyDocument(TRUST.replace("lambda", "ec2")));
    assertThatThrownBy(() -> function(lambda))
        .hasMessageContaining("The role defined for the function cannot be assumed by Lambda.");
    iam.updateAssumeRolePolicy(r -> r.roleName("ingest").policyDocument(TRUST));
    iam.createUser(r -> r.userName("deployer"));
    iam.putUserPolicy(r ->
        r.userName("deployer")
            .policyName("lambda")
            .policyDocument(
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "lambda:*",
                 "Resource": "*"}}
                """));
    var key = iam.createAccessKey(r -> r.userName("deployer")).accessKey();
    var credentials = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    try (var deployer = Clients.lambda(server, credentials)) {
      assertThatThrownBy(() -> function(deployer))
          .hasMessageContaining(
              "is not authorized to perform: iam:PassRole on resource: " + ROLE + " because");
      fails("AccessDeniedException", 403, () -> function(deployer));
    }
    assertThat(lambda.listFunctions().functions()).isEmpty();
  }

  private static void function(LambdaClient client) {
    client.createFunction(r ->
        r.functionName("echo")
            .runtime("python3.12")
            .handler("index.handler")
            .role(ROLE)
            .code(c -> c.zipFile(zip("index.py", ECHO))));
  }

  @Test
  void a_zip_that_wants_to_be_elsewhere_is_refused() throws Exception {
    var outside = home.resolve("outside.py");
    for (var name : new String[] {"../outside.py", "a/../../outside.py", outside.toString()}) {
      assertThatThrownBy(() ->
              lambda.createFunction(r ->
                  r.functionName("evil")
                      .runtime("python3.12")
                      .handler("index.handler")
                      .role(ROLE)
                      .code(c -> c.zipFile(zip("index.py", ECHO, name, "x")))))
          .hasMessageContaining("Could not unzip uploaded file.");
    }
    fails(
        "InvalidParameterValueException",
        400,
        () ->
            lambda.createFunction(r ->
                r.functionName("none")
                    .runtime("python3.12")
                    .handler("index.handler")
                    .role(ROLE)
                    .code(c -> c.zipFile(SdkBytes.fromUtf8String("no zip")))));
    assertThat(outside).doesNotExist();
    assertThat(lambda.listFunctions().functions()).isEmpty();
    try (var all = Files.walk(server.folder().resolve("lambda/code"))) {
      assertThat(all.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void what_lambda_refuses_is_refused() {
    assertThatThrownBy(() ->
            lambda.createFunction(r ->
                r.functionName("echo")
                    .runtime("python3.12")
                    .handler("index.handler")
                    .role(ROLE)
                    .timeout(901)
                    .code(c -> c.zipFile(zip("index.py", ECHO)))))
        .hasMessageContaining("Member must have value between 1 and 900");
    assertThatThrownBy(() ->
            lambda.createFunction(r ->
                r.functionName("echo")
                    .runtime("python3.12")
                    .handler("index.handler")
                    .role(ROLE)
                    .environment(e -> e.variables(Map.of("AWS_REGION", "x")))
                    .code(c -> c.zipFile(zip("index.py", ECHO)))))
        .hasMessageContaining("Reserved keys used in this request: AWS_REGION");
    function(lambda);
    fails(
        "InvalidRequestContentException",
        400,
        () ->
            lambda.invoke(r -> r.functionName("echo").payload(SdkBytes.fromUtf8String("no json"))));
    fails(
        "ResourceNotFoundException",
        404,
        () -> lambda.invoke(r -> r.functionName("echo").qualifier("7")));
    assertThat(
            lambda
                .invoke(r -> r.functionName("echo").invocationType(InvocationType.DRY_RUN))
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void a_runtime_that_does_not_run_here_is_told_when_it_is_invoked() {
    lambda.createFunction(r ->
        r.functionName("java")
            .runtime("java21")
            .handler("Handler")
            .role(ROLE)
            .code(c -> c.zipFile(zip("a.class", "x"))));
    assertThatThrownBy(() -> lambda.invoke(r -> r.functionName("java")))
        .hasMessageContaining("The sandbox does not honour the runtime java21.");
  }

  @Test
  void code_comes_out_of_a_bucket_by_the_callers_leave() throws Exception {
    assumeInstalled("python3");
    try (var s3 = Clients.s3(server)) {
      Clients.createBucket(s3, "code");
      s3.putObject(
          r -> r.bucket("code").key("v1/echo.zip"),
          RequestBody.fromBytes(zip("app.py", ECHO).asByteArray()));
    }
    lambda.createFunction(r ->
        r.functionName("echo")
            .runtime("python3.12")
            .handler("app.handler")
            .role(ROLE)
            .code(c -> c.s3Bucket("code").s3Key("v1/echo.zip")));
    assertThat(invoke("echo", "[1]").payload().asUtf8String()).contains("\"event\": [1]");
    assertThatThrownBy(() ->
            lambda.updateFunctionCode(
                r -> r.functionName("echo").s3Bucket("code").s3Key("v1/none.zip")))
        .hasMessageContaining("S3 Error Code: NoSuchKey.");
  }

  @Test
  void permissions_are_the_functions_policy() {
    function(lambda);
    lambda.addPermission(r ->
        r.functionName("echo")
            .statementId("s3")
            .action("lambda:InvokeFunction")
            .principal("s3.amazonaws.com")
            .sourceArn("arn:aws:s3:::raw-data")
            .sourceAccount(Clients.ACCOUNT));
    assertThat(lambda.getPolicy(r -> r.functionName("echo")).policy())
        .contains("\"Sid\":\"s3\"", "\"Service\":\"s3.amazonaws.com\"", "AWS:SourceArn");
    fails(
        "ResourceConflictException",
        409,
        () ->
            lambda.addPermission(r ->
                r.functionName("echo")
                    .statementId("s3")
                    .action("lambda:InvokeFunction")
                    .principal("s3.amazonaws.com")));
    lambda.removePermission(r -> r.functionName("echo").statementId("s3"));
    fails("ResourceNotFoundException", 404, () -> lambda.getPolicy(r -> r.functionName("echo")));
  }

  @Test
  void another_account_invokes_what_lets_it() throws Exception {
    python("echo", ECHO);
    var arn = "arn:aws:lambda:eu-west-2:111122223333:function:echo";
    try (var other = Clients.lambda(server, Clients.root(server, "444455556666"))) {
      fails("AccessDeniedException", 403, () -> other.invoke(r -> r.functionName(arn)));
      lambda.addPermission(r ->
          r.functionName("echo")
              .statementId("other")
              .action("lambda:InvokeFunction")
              .principal("444455556666"));
      assertThat(other.invoke(r -> r.functionName(arn)).functionError()).isNull();
      fails("AccessDeniedException", 403, () -> other.deleteFunction(r -> r.functionName(arn)));
    }
  }

  private static final String FORWARD =
      """
      def handler(event, context):
          print("records", len(event["Records"]))
          bad = [r["messageId"] for r in event["Records"] if r["body"] == "bad"]
          if any(r["body"] == "worse" for r in event["Records"]):
              raise ValueError("worse")
          return {"batchItemFailures": [{"itemIdentifier": i} for i in bad]}
      """;

  private String queue(SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
  }

  private static int left(SqsClient sqs, String url) {
    var all =
        sqs.getQueueAttributes(r ->
                r.queueUrl(url)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return all.values().stream().mapToInt(Integer::parseInt).sum();
  }

  @Test
  void a_queue_invokes_a_function_and_what_it_names_as_failed_comes_again() throws Exception {
    python("forward", FORWARD);
    iam.attachRolePolicy(
        r -> r.roleName("ingest").policyArn(POLICIES + "AWSLambdaSQSQueueExecutionRole"));
    try (var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var dead = queue(sqs, "dead", Map.of());
      var url =
          queue(
              sqs,
              "arrivals",
              Map.of(
                  QueueAttributeName.VISIBILITY_TIMEOUT,
                  "3",
                  QueueAttributeName.REDRIVE_POLICY,
                  "{\"deadLetterTargetArn\":\"" + QUEUE + "dead\",\"maxReceiveCount\":2}"));
      var mapping =
          lambda.createEventSourceMapping(r ->
              r.functionName("forward")
                  .eventSourceArn(QUEUE + "arrivals")
                  .batchSize(5)
                  .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));
      for (var body : new String[] {"good", "bad", "good"}) {
        sqs.sendMessage(r -> r.queueUrl(url).messageBody(body));
      }
      await().atMost(60, TimeUnit.SECONDS).until(() -> left(sqs, dead) == 1);
      await().until(() -> left(sqs, url) == 0);
      assertThat(sqs.receiveMessage(r -> r.queueUrl(dead)).messages().getFirst().body())
          .isEqualTo("bad");

      lambda.updateEventSourceMapping(r -> r.uuid(mapping.uuid()).enabled(false));
      assertThat(lambda.getEventSourceMapping(r -> r.uuid(mapping.uuid())).state())
          .isEqualTo("Disabled");
      sqs.sendMessage(r -> r.queueUrl(url).messageBody("worse"));
      lambda.updateEventSourceMapping(r -> r.uuid(mapping.uuid()).enabled(true));
      await().atMost(60, TimeUnit.SECONDS).until(() -> left(sqs, dead) == 2);
      lambda.deleteEventSourceMapping(r -> r.uuid(mapping.uuid()));
      assertThat(lambda.listEventSourceMappings().eventSourceMappings()).isEmpty();
    }
  }

  @Test
  void a_mapping_needs_a_role_that_may_receive() {
    function(lambda);
    try (var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var url = queue(sqs, "arrivals", Map.of());
      assertThatThrownBy(() -> map("arrivals"))
          .hasMessageContaining(
              "The provided execution role does not have permissions to call ReceiveMessage on"
                  + " SQS");
      iam.attachRolePolicy(
          r -> r.roleName("ingest").policyArn(POLICIES + "AWSLambdaSQSQueueExecutionRole"));
      assertThatThrownBy(() -> map("none")).hasMessageContaining("NonExistentQueue");
      lambda.updateFunctionConfiguration(r -> r.functionName("echo").timeout(60));
      assertThatThrownBy(() -> map("arrivals"))
          .hasMessageContaining(
              "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds");
      lambda.updateFunctionConfiguration(r -> r.functionName("echo").timeout(3));
      var uuid = map("arrivals");
      assertThatThrownBy(() -> map("arrivals")).hasMessageContaining("already exists");

      iam.detachRolePolicy(
          r -> r.roleName("ingest").policyArn(POLICIES + "AWSLambdaSQSQueueExecutionRole"));
      sqs.sendMessage(r -> r.queueUrl(url).messageBody("a"));
      await()
          .atMost(60, TimeUnit.SECONDS)
          .untilAsserted(() ->
              assertThat(lambda.getEventSourceMapping(r -> r.uuid(uuid)).lastProcessingResult())
                  .startsWith("PROBLEM: "));
    }
  }

  private String map(String queue) {
    return lambda
        .createEventSourceMapping(r -> r.functionName("echo").eventSourceArn(QUEUE + queue))
        .uuid();
  }

  @Test
  void an_event_is_tried_three_times_and_then_a_dead_letter() throws Exception {
    python(
        "broken",
        """
        import os
        def handler(event, context):
            with open(event["file"], "a") as tries:
                tries.write("x")
            raise ValueError("no")
        """);
    iam.putRolePolicy(r ->
        r.roleName("ingest")
            .policyName("send")
            .policyDocument(
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:SendMessage",
                 "Resource": "*"}}
                """));
    var tries = home.resolve("tries");
    try (var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var dead = queue(sqs, "dead", Map.of());
      lambda.updateFunctionConfiguration(
          r -> r.functionName("broken").deadLetterConfig(d -> d.targetArn(QUEUE + "dead")));
      var event = "{\"file\":\"" + tries + "\"}";
      var accepted =
          lambda.invoke(r ->
              r.functionName("broken")
                  .invocationType(InvocationType.EVENT)
                  .payload(SdkBytes.fromUtf8String(event)));
      assertThat(accepted.statusCode()).isEqualTo(202);
      await().atMost(60, TimeUnit.SECONDS).until(() -> left(sqs, dead) == 1);
      assertThat(tries).hasContent("xxx");
      var letter =
          sqs.receiveMessage(r -> r.queueUrl(dead).messageAttributeNames("All"))
              .messages()
              .getFirst();
      assertThat(letter.body()).isEqualTo(event);
      assertThat(letter.messageAttributes())
          .hasEntrySatisfying(
              "ErrorMessage", message -> assertThat(message.stringValue()).contains("no"));
    }
  }

  @Test
  void a_bucket_invokes_a_function_that_lets_it() throws Exception {
    python(
        "arrived",
        "import urllib.parse\n"
            + "def handler(event, context):\n"
            + "    key = event['Records'][0]['s3']['object']['key']\n"
            + "    with open('"
            + home.resolve("keys")
            + "', 'a') as keys:\n"
            + "        keys.write(urllib.parse.unquote_plus(key))\n");
    try (var s3 = Clients.s3(server)) {
      Clients.createBucket(s3, "raw-data");
      var rule =
          LambdaFunctionConfiguration.builder()
              .lambdaFunctionArn("arn:aws:lambda:eu-west-2:111122223333:function:arrived")
              .events(Event.S3_OBJECT_CREATED)
              .build();
      Runnable configure =
          () ->
              s3.putBucketNotificationConfiguration(r ->
                  r.bucket("raw-data")
                      .notificationConfiguration(n -> n.lambdaFunctionConfigurations(rule)));
      fails("InvalidArgument", 400, configure::run);
      lambda.addPermission(r ->
          r.functionName("arrived")
              .statementId("s3")
              .action("lambda:InvokeFunction")
              .principal("s3.amazonaws.com")
              .sourceArn("arn:aws:s3:::raw-data")
              .sourceAccount(Clients.ACCOUNT));
      configure.run();
      s3.putObject(r -> r.bucket("raw-data").key("in/a.csv"), RequestBody.fromString("x"));
      await()
          .atMost(60, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(home.resolve("keys")).hasContent("in/a.csv"));
    }
  }

  @Test
  void a_stack_makes_a_function_that_a_queue_invokes() throws Exception {
    assumeInstalled("python3");
    var template =
        """
        Resources:
          Arrivals: {Type: AWS::SQS::Queue, Properties: {QueueName: arrivals}}
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: '2012-10-17'
                Statement:
                  - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}
              ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole]
          Ingest:
            Type: AWS::Lambda::Function
            Properties:
              FunctionName: ingest
              Runtime: python3.12
              Handler: index.handler
              Role: !GetAtt Role.Arn
              Environment: {Variables: {TARGET: %s}}
              Code:
                ZipFile: |
                  import os
                  def handler(event, context):
                      with open(os.environ["TARGET"], "a") as out:
                          out.write(event["Records"][0]["body"])
          Mapping:
            Type: AWS::Lambda::EventSourceMapping
            Properties: {FunctionName: !Ref Ingest, EventSourceArn: !GetAtt Arrivals.Arn, BatchSize: 1}
          Invoke:
            Type: AWS::Lambda::Permission
            Properties:
              FunctionName: !GetAtt Ingest.Arn
              Action: lambda:InvokeFunction
              Principal: s3.amazonaws.com
        Outputs:
          Queue: {Value: !Ref Arrivals}
        """;
    try (var stacks = new Stacks(server);
        var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      assertThat(stacks.create("ingest", template.formatted(home.resolve("one"))))
          .hasToString("CREATE_COMPLETE");
      assertThat(lambda.getPolicy(r -> r.functionName("ingest")).policy())
          .contains("s3.amazonaws.com");
      var url = stacks.output("ingest", "Queue");
      sqs.sendMessage(r -> r.queueUrl(url).messageBody("first"));
      await()
          .atMost(60, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(home.resolve("one")).hasContent("first"));

      assertThat(stacks.update("ingest", template.formatted(home.resolve("two"))))
          .hasToString("UPDATE_COMPLETE");
      sqs.sendMessage(r -> r.queueUrl(url).messageBody("second"));
      await()
          .atMost(60, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(home.resolve("two")).hasContent("second"));

      stacks.delete("ingest");
      assertThat(lambda.listFunctions().functions()).isEmpty();
      assertThat(lambda.listEventSourceMappings().eventSourceMappings()).isEmpty();
    }
  }

  @Test
  void a_stack_whose_role_may_not_receive_fails_as_on_aws() {
    var template =
        """
        Resources:
          Arrivals: {Type: AWS::SQS::Queue, Properties: {QueueName: arrivals}}
          Ingest:
            Type: AWS::Lambda::Function
            Properties:
              Runtime: python3.12
              Handler: index.handler
              Role: arn:aws:iam::111122223333:role/ingest
              Code: {ZipFile: 'def handler(event, context): pass'}
          Mapping:
            Type: AWS::Lambda::EventSourceMapping
            Properties: {FunctionName: !Ref Ingest, EventSourceArn: !GetAtt Arrivals.Arn}
        """;
    try (var stacks = new Stacks(server)) {
      assertThat(stacks.create("ingest", template)).hasToString("ROLLBACK_COMPLETE");
      assertThat(stacks.failure("ingest", "Mapping"))
          .contains(
              "The provided execution role does not have permissions to call ReceiveMessage on"
                  + " SQS");
      assertThat(lambda.listFunctions().functions()).isEmpty();
    }
  }

  @Test
  void functions_and_mappings_outlive_the_server() throws Exception {
    assumeInstalled("python3");
    var options = AwsServer.Options.defaults().withHome(home.resolve("aws"));
    var target = home.resolve("target");
    try (var first = AwsServer.start(options);
        var roles = Clients.iam(first);
        var client = Clients.lambda(first);
        var sqs = Clients.sqs(first, Clients.ACCOUNT, Clients.REGION)) {
      roles.createRole(r -> r.roleName("ingest").assumeRolePolicyDocument(TRUST));
      roles.attachRolePolicy(
          r -> r.roleName("ingest").policyArn(POLICIES + "AWSLambdaSQSQueueExecutionRole"));
      var code =
          "def handler(event, context):\n    open('"
              + target
              + "', 'a').write(event['Records'][0]['body'])\n";
      client.createFunction(r ->
          r.functionName("echo")
              .runtime("python3.12")
              .handler("index.handler")
              .role(ROLE)
              .code(c -> c.zipFile(zip("index.py", code))));
      sqs.createQueue(r -> r.queueName("arrivals"));
      client.createEventSourceMapping(
          r -> r.functionName("echo").eventSourceArn(QUEUE + "arrivals"));
    }
    try (var second = AwsServer.start(options);
        var sqs = Clients.sqs(second, Clients.ACCOUNT, Clients.REGION)) {
      var url = sqs.getQueueUrl(r -> r.queueName("arrivals")).queueUrl();
      sqs.sendMessage(r -> r.queueUrl(url).messageBody("hello"));
      await()
          .atMost(60, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(target).hasContent("hello"));
    }
  }
}
