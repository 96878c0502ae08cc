package dev.landfall.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.spi.MemoryJournal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import dev.landfall.spi.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {
  private static final String TEMPLATE =
      """
      Parameters:
        Stage: {Type: String, Default: dev}
      Resources:
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: arrivals}}
        Other: {Type: AWS::SQS::Queue, Properties: {QueueName: other}}
      Outputs:
        Arn: {Value: !GetAtt Queue.Arn, Export: {Name: !Sub "${AWS::StackName}-arn"}}
        Stage: {Value: !Ref Stage, Export: {Name: stage}}
        Free: {Value: free, Export: {Name: free}}
      """;

  @TempDir Path temporary;
  private LiveStacks system;
  private CloudFormationProvider provider;

  @BeforeEach
  void start() throws Exception {
    system =
        new LiveStacks(Files.createDirectories(temporary.resolve("repository")))
            .parameters(Map.of())
            .template(TEMPLATE);
    provider = new CloudFormationProvider();
    var plan = plan();
    provider.apply(
        plan,
        system.desired(),
        TestContext.applying(temporary.resolve("cache"), "ro-1", new MemoryJournal()));
    importing("ingest", LiveStacks.STACK + "-arn");
    importing("reports", "stage");
    importing("dashboards", "stage");
  }

  private void importing(String stack, String export) {
    system
        .client()
        .createStack(r ->
            r.stackName(stack)
                .templateBody(
                    "Resources: {L: {Type: AWS::Logs::LogGroup, Properties: {Tags: [{Key: a, Value:"
                        + " !ImportValue "
                        + export
                        + "}]}}}"));
    system.settled(stack);
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
    system.close();
  }

  private Plan plan() throws Exception {
    return provider.plan(system.desired(), TestContext.looking(temporary.resolve("cache")));
  }

  private String refusal(String old, String replacement) {
    assertThat(TEMPLATE).contains(old);
    system.template(TEMPLATE.replace(old, replacement));
    var refusal = catchThrowableOfType(ProviderException.class, this::plan);
    assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
    return refusal.getMessage();
  }

  @Test
  void an_export_that_others_import_is_not_removed() {
    assertThat(refusal("  Stage: {Value: !Ref Stage, Export: {Name: stage}}\n", ""))
        .isEqualTo(
            "landing.yaml:7:3: error: export \"stage\" in use. This plan removes it, and it is imported"
                + " by dashboards, reports. Change those first, or keep the export as it is.");
    assertThat(refusal("${AWS::StackName}-arn", "${AWS::StackName}-queue"))
        .startsWith("landing.yaml:7:3: error: export \"" + LiveStacks.STACK + "-arn\" in use.")
        .contains("removes it, and it is imported by ingest");
  }

  @Test
  void an_export_that_others_import_is_not_changed() {
    assertThat(refusal("QueueName: arrivals", "QueueName: landings"))
        .contains("export \"" + LiveStacks.STACK + "-arn\" in use. This plan changes it");
    assertThat(refusal("Default: dev", "Default: prod"))
        .contains(
            "export \"stage\" in use. This plan changes it, and it is imported by dashboards,");
  }

  @Test
  void what_nobody_imports_or_what_stays_as_it_is_may_change() throws Exception {
    system.template(
        TEMPLATE
            .replace("  Free: {Value: free, Export: {Name: free}}\n", "")
            .replace("QueueName: other", "QueueName: another")
            .replace("QueueName: arrivals", "QueueName: arrivals, DelaySeconds: 5")
            .replace("  Stage: {Value", "  Renamed: {Value"));

    assertThat(plan().changes()).hasSize(2);
  }
}
