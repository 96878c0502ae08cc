package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/// What becomes of objects when the process is killed.
class KillTest {
  private static final String BUCKET = "raw-data";
  private static final int WRITERS = 4;
  private static final int BEFORE_THE_KILL = 40;
  private static final int LARGE = 700_000;

  @TempDir Path home;

  /// A server in a process of its own. It prints its port and waits.
  public static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      try (var server =
          AwsServer.start(AwsServer.Options.defaults().withHome(Path.of(arguments[0])))) {
        System.out.println(server.port());
        System.out.flush();
        var _ = System.in.read();
      }
    }
  }

  static Process child(Path home) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            home.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static S3Client client(String port) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.of(Clients.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(Clients.ACCOUNT, "landfall")))
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .forcePathStyle(true)
        .build();
  }

  /// Writes until the server is gone.
  private static List<String> write(S3Client s3, int writer, CountDownLatch enough) {
    var acknowledged = new ArrayList<String>();
    try {
      for (var i = 0; true; i++) {
        var key = writer + "-" + i;
        var size = i % 5 == 0 ? LARGE : 100;
        s3.putObject(
            r -> r.bucket(BUCKET).key(key), RequestBody.fromString(key + " ".repeat(size)));
        acknowledged.add(key);
        enough.countDown();
      }
    } catch (SdkException | UncheckedIOException e) {
      return acknowledged;
    }
  }

  @Test
  void a_function_does_not_outlive_a_server_that_is_killed() throws Exception {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "command -v python3").start().waitFor() == 0,
        "python3 is not installed");
    var process = child(home);
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var address = URI.create("http://127.0.0.1:" + out.readLine());
      var credentials =
          StaticCredentialsProvider.create(AwsBasicCredentials.create(Clients.ACCOUNT, "landfall"));
      try (var stacks =
              CloudFormationClient.builder()
                  .endpointOverride(address)
                  .httpClientBuilder(UrlConnectionHttpClient.builder())
                  .region(Region.of(Clients.REGION))
                  .credentialsProvider(credentials)
                  .build();
          var lambda =
              LambdaClient.builder()
                  .endpointOverride(address)
                  .httpClientBuilder(UrlConnectionHttpClient.builder())
                  .region(Region.of(Clients.REGION))
                  .credentialsProvider(credentials)
                  .build()) {
        stacks.createStack(r ->
            r.stackName("pid")
                .templateBody(FUNCTION)
                .capabilities(Capability.CAPABILITY_NAMED_IAM));
        stacks.waiter().waitUntilStackCreateComplete(r -> r.stackName("pid"));
        var pid =
            Long.parseLong(lambda.invoke(r -> r.functionName("pid")).payload().asUtf8String());
        var function = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly().waitFor();
        assertThat(function.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static final String FUNCTION =
      """
      Resources:
        Role:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Version: '2012-10-17'
              Statement:
                - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}
        Pid:
          Type: AWS::Lambda::Function
          Properties:
            FunctionName: pid
            Runtime: python3.12
            Handler: index.handler
            Role: !GetAtt Role.Arn
            Code: {ZipFile: "import os\\ndef handler(event, context): return os.getpid()"}
      """;

  @Test
  void every_object_that_was_acknowledged_is_there_and_none_is_torn() throws Exception {
    var acknowledged = new ArrayList<String>();
    var process = child(home);
    try (var out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var s3 = client(out.readLine());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Clients.createBucket(s3, BUCKET);
      var enough = new CountDownLatch(BEFORE_THE_KILL);
      var writers = new ArrayList<Future<List<String>>>();
      for (var i = 0; i < WRITERS; i++) {
        var writer = i;
        writers.add(threads.submit(() -> write(s3, writer, enough)));
      }
      enough.await();
      process.destroyForcibly().waitFor();
      for (var writer : writers) {
        acknowledged.addAll(writer.get());
      }
    } finally {
      process.destroyForcibly();
    }
    try (var server = AwsServer.start(AwsServer.Options.defaults().withHome(home));
        var s3 = Clients.s3(server)) {
      var there = new ArrayList<String>();
      for (var object : s3.listObjectsV2Paginator(r -> r.bucket(BUCKET)).contents()) {
        var text = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(object.key())).asUtf8String();
        assertThat(text).hasSize(Math.toIntExact(object.size()));
        assertThat(text.strip()).isEqualTo(object.key());
        there.add(object.key());
      }
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BEFORE_THE_KILL);
      assertThat(there).containsAll(acknowledged);
      try (var bodies = Files.list(home.resolve("bodies"))) {
        assertThat(bodies).isEmpty();
      }
    }
  }
}
