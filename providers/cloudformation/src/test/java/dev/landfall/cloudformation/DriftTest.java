package dev.landfall.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.spi.Inspection;
import dev.landfall.spi.MemoryJournal;
import dev.landfall.spi.TestContext;
import dev.landfall.spi.Value;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/// What changed beside the stack, as `landfall drift` tells it.
final class DriftTest {
  private static final String TEMPLATE =
      """
      Resources:
        Raw:
          Type: AWS::S3::Bucket
          Properties:
            BucketName: raw-sydney
            VersioningConfiguration: {Status: Enabled}
            Tags: [{Key: owner, Value: data}]
        Policy:
          Type: AWS::S3::BucketPolicy
          Properties:
            Bucket: !Ref Raw
            PolicyDocument:
              Version: '2012-10-17'
              Statement: [{Effect: Allow, Principal: {AWS: '111122223333'}, Action: s3:GetObject, Resource: !Sub '${Raw.Arn}/*'}]
        Waiting: {Type: AWS::CloudFormation::WaitConditionHandle}
      """;

  @TempDir Path folder;

  private static S3Client s3(LiveStacks system) {
    return S3Client.builder()
        .endpointOverride(URI.create(system.server().endpoint()))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.AP_SOUTHEAST_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("111122223333", system.server().secret())))
        .forcePathStyle(true)
        .build();
  }

  @Test
  void every_property_that_differs_is_told_and_what_could_not_be_compared() throws Exception {
    var system = new LiveStacks(Files.createDirectories(folder.resolve("repository")));
    system.template(TEMPLATE).parameters(Map.<String, Value>of());
    var looking = TestContext.looking(folder.resolve("cache"));
    try (var provider = system.provider();
        var s3 = s3(system)) {
      var _ =
          provider.apply(
              provider.plan(system.desired(), looking),
              system.desired(),
              TestContext.applying(folder.resolve("cache"), "ro-1", new MemoryJournal()));

      var still = provider.inspect(system.desired(), looking);
      assertThat(still.deviations()).isEmpty();
      assertThat(still.observation().unchecked())
          .containsExactly(
              "CloudFormation cannot compare Waiting (AWS::CloudFormation::WaitConditionHandle).",
              "Properties that the template does not set are not compared.");
      assertThat(still.observation().items()).containsKeys("Raw", "Policy");

      s3.putBucketVersioning(
          r -> r.bucket("raw-sydney").versioningConfiguration(v -> v.status("Suspended")));
      s3.putBucketTagging(r ->
          r.bucket("raw-sydney")
              .tagging(t -> t.tagSet(Tag.builder().key("owner").value("finance").build())));
      s3.deleteBucketPolicy(r -> r.bucket("raw-sydney"));
      assertThat(provider.inspect(system.desired(), looking).deviations())
          .containsExactlyInAnyOrder(
              new Inspection.Deviation(
                  "Raw/VersioningConfiguration/Status", "Enabled", "Suspended"),
              new Inspection.Deviation("Raw/Tags/0/Value", "data", "finance"),
              new Inspection.Deviation("Policy", "AWS::S3::BucketPolicy raw-sydney", ""));
    } finally {
      system.close();
    }
  }

  @Test
  void a_stack_that_is_not_there_has_nothing_to_compare() throws Exception {
    var system = new LiveStacks(Files.createDirectories(folder.resolve("repository")));
    try (var provider = system.provider()) {
      var found = provider.inspect(system.desired(), TestContext.looking(folder.resolve("cache")));
      assertThat(found.deviations()).isEmpty();
      assertThat(found.observation().items()).isEmpty();
    } finally {
      system.close();
    }
  }
}
