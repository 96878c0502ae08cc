package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Python's client, which signs and writes in its own way. Skipped where it is not installed.
class BotoTest {
  @TempDir Path folder;

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "exit " + process.exitValue() + "\n" + output;
  }

  private static Optional<String> missing() throws InterruptedException {
    try {
      return Optional.of(run("python3", "-c", "import boto3")).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void assumeBoto() throws InterruptedException {
    var missing = missing();
    missing.ifPresent(why -> System.err.println("SKIPPED, no boto3 here: " + why));
    assumeTrue(missing.isEmpty(), "python3 with boto3 is not installed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3.py",
        "sqs.py",
        "lambda.py",
        "logs.py",
        "ssm.py",
        "secretsmanager.py",
        "sns.py",
        "cloudcontrol.py",
        "ec2.py"
      })
  void boto3_works_as_against_aws(String name) throws Exception {
    assumeBoto();
    var script = folder.resolve(name);
    try (InputStream source = BotoTest.class.getResourceAsStream(name)) {
      Files.copy(java.util.Objects.requireNonNull(source), script);
    }
    try (var server = AwsServer.start(AwsServer.Options.defaults())) {
      assertThat(run("python3", script.toString(), server.endpoint(), server.secret())).isEmpty();
    }
  }

  @Test
  void the_command_line_works_as_against_aws() throws Exception {
    assumeBoto();
    try {
      var without = run("aws", "--version");
      if (!without.isEmpty()) {
        System.err.println("SKIPPED, no aws command line here: " + without);
      }
      assumeTrue(without.isEmpty(), "the aws command line is not installed");
    } catch (IOException e) {
      System.err.println("SKIPPED, no aws command line here: " + e.getMessage());
      assumeTrue(false, "the aws command line is not installed");
    }
    try (var server = AwsServer.start(AwsServer.Options.defaults())) {
      var file = Files.writeString(folder.resolve("a.txt"), "hello");
      var script =
          """
          set -e
          export AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=%s AWS_REGION=eu-west-2
          export AWS_DEFAULT_REGION=eu-west-2 AWS_EC2_METADATA_DISABLED=true
          export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
          aws="aws --endpoint-url %s"
          $aws sts get-caller-identity
          $aws s3 mb s3://raw-data
          $aws s3 cp %s s3://raw-data/in/a.txt
          test "$($aws s3 cp s3://raw-data/in/a.txt -)" = hello
          $aws s3 ls s3://raw-data/in/
          $aws s3 rb --force s3://raw-data
          """
              .formatted(server.secret(), server.endpoint(), file);
      assertThat(run("bash", "-c", script)).isEmpty();
    }
  }
}
