package dev.landfall.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Journal;
import dev.landfall.spi.MemoryJournal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectionTest {
  private static final String TEMPLATE =
      "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: arrivals}}}\n";
  private static final Map<String, Object> POLICY =
      Map.of(
          "Statement",
          List.of(
              Map.of(
                  "Effect", "Deny", "Action", "Update:Delete", "Principal", "*", "Resource", "*"),
              Map.of("Effect", "Allow", "Action", "Update:*", "Principal", "*", "Resource", "*")));

  @TempDir Path temporary;
  private Path repository;
  private LiveStacks system;
  private CloudFormationProvider provider;
  private int rollouts;

  @BeforeEach
  void start() throws IOException {
    repository = Files.createDirectories(temporary.resolve("repository"));
    system = new LiveStacks(repository).parameters(Map.of()).template(TEMPLATE);
    provider = new CloudFormationProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
    system.close();
  }

  private Plan plan() throws Exception {
    return provider.plan(system.desired(), TestContext.looking(temporary.resolve("cache")));
  }

  private void apply(Plan plan, Journal journal) throws Exception {
    provider.apply(
        plan,
        system.desired(),
        TestContext.applying(temporary.resolve("cache"), "ro-" + ++rollouts, journal));
  }

  private void apply(Plan plan) throws Exception {
    apply(plan, new MemoryJournal());
  }

  private boolean isProtected() {
    return system.stack().orElseThrow().enableTerminationProtection();
  }

  private String policy() {
    return system.client().getStackPolicy(r -> r.stackName(LiveStacks.STACK)).stackPolicyBody();
  }

  private Map<String, String> observed() throws Exception {
    return provider
        .observe(system.desired(), TestContext.looking(temporary.resolve("cache")))
        .items();
  }

  @Test
  void a_new_stack_is_protected_when_it_is_there() throws Exception {
    system.terminationProtection(true).stackPolicy(POLICY);
    var plan = plan();
    assertThat(plan.changes())
        .extracting(Change::action, Change::address)
        .containsExactly(
            tuple(Action.CREATE, "Q"),
            tuple(Action.UPDATE, "termination protection"),
            tuple(Action.UPDATE, "stack policy"));

    apply(plan);

    assertThat(isProtected()).isTrue();
    assertThat(policy()).contains("Update:Delete");
    assertThat(plan().changes()).isEmpty();
  }

  @Test
  void a_change_of_the_protection_is_a_step_and_nothing_else_is_done() throws Exception {
    apply(plan());
    system.terminationProtection(true).stackPolicy(POLICY);
    var plan = plan();
    assertThat(plan.changes())
        .extracting(Change::address)
        .containsExactly("termination protection", "stack policy");
    assertThat(plan.changes().getFirst().diff()).isEqualTo("off -> on");
    system.calls();

    apply(plan);

    assertThat(system.calls())
        .contains("UpdateTerminationProtection", "SetStackPolicy")
        .doesNotContain("ExecuteChangeSet");
    assertThat(plan().changes()).isEmpty();
    system.terminationProtection(false);
    apply(plan());
    assertThat(isProtected()).isFalse();
  }

  @Test
  void what_somebody_else_changes_is_drift_and_the_next_plan_changes_it_back() throws Exception {
    system.terminationProtection(true).stackPolicy(POLICY);
    apply(plan());
    var before = observed();
    assertThat(before).containsEntry("termination protection", "on");

    system
        .client()
        .updateTerminationProtection(
            r -> r.stackName(LiveStacks.STACK).enableTerminationProtection(false));
    system
        .client()
        .setStackPolicy(r ->
            r.stackName(LiveStacks.STACK)
                .stackPolicyBody(
                    "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"Update:*\","
                        + " \"Principal\": \"*\", \"Resource\": \"*\"}]}"));

    assertThat(observed())
        .containsEntry("termination protection", "off")
        .doesNotContainEntry("stack policy", before.get("stack policy"));
    assertThat(plan().changes())
        .extracting(Change::address)
        .containsExactly("termination protection", "stack policy");
  }

  @Test
  void what_a_component_says_nothing_of_stays_and_is_not_observed() throws Exception {
    apply(plan());
    system
        .client()
        .updateTerminationProtection(
            r -> r.stackName(LiveStacks.STACK).enableTerminationProtection(true));

    assertThat(plan().changes()).isEmpty();
    assertThat(observed()).doesNotContainKeys("termination protection", "stack policy");
  }

  @Test
  void an_apply_that_was_killed_between_its_steps_goes_on() throws Exception {
    apply(plan());
    system
        .terminationProtection(true)
        .template(TEMPLATE.replace("QueueName: arrivals", "QueueName: arrivals, DelaySeconds: 5"));
    var plan = plan();
    system
        .client()
        .updateTerminationProtection(
            r -> r.stackName(LiveStacks.STACK).enableTerminationProtection(true));
    var journal = new MemoryJournal();
    journal.record(
        List.of(
            new Journal.Begin(
                new Journal.Effect("protect by termination protection", "it", "is it?", "x"))));

    apply(plan, journal);

    assertThat(journal.open()).isEmpty();
    assertThat(system.stack().orElseThrow().stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
    assertThat(plan().changes()).isEmpty();
  }

  @Test
  void a_policy_may_be_a_file_and_a_wrong_one_is_told_before_any_call() throws Exception {
    Files.writeString(
        repository.resolve("policy.json"),
        "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"Update:*\", \"Principal\": \"*\","
            + " \"Resource\": \"*\"}}");
    system.stackPolicy("policy.json");
    apply(plan());
    assertThat(policy()).contains("Update:*");
    system.calls();

    Files.writeString(repository.resolve("policy.json"), "{\n\"Statement\": x}");
    assertThat(problem()).startsWith("policy.json:2:14: error: not JSON. ");
    Files.writeString(
        repository.resolve("policy.json"), "{\"Statement\": [{\"Effect\": \"Allow\"}]}");
    assertThat(problem()).contains("stack policy without \"Principal\"");
    system.stackPolicy("none.json");
    assertThat(problem()).startsWith("with:stackPolicy:1:1: error: policy cannot be read.");
    system.stackPolicy("../policy.json");
    assertThat(problem()).contains("file outside of the repository");
    system.stackPolicy(Map.of());
    assertThat(problem()).contains("stack policy without \"Effect\"");
    assertThat(system.calls()).isEmpty();
  }

  private String problem() throws Exception {
    return provider
        .check(system.desired(), TestContext.looking(temporary.resolve("cache")))
        .stream()
        .map(Problem::toString)
        .findFirst()
        .orElse("none");
  }
}
