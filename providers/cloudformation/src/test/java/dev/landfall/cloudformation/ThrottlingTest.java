package dev.landfall.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.spi.Desired;
import dev.landfall.spi.MemoryJournal;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThrottlingTest {
  private static final int STACKS = 6;
  private static final int THROTTLED = 8;

  @TempDir Path temporary;
  private LiveStacks system;
  private CloudFormationProvider provider;

  @BeforeEach
  void start() throws Exception {
    system =
        new LiveStacks(Files.createDirectories(temporary.resolve("repository")))
            .parameters(Map.of())
            .template("Resources: {Q: {Type: AWS::SQS::Queue}, P: {Type: AWS::SQS::Queue}}\n");
    provider = new CloudFormationProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
    system.close();
  }

  private Desired<CloudFormationSettings> stack(int number) {
    return system.desired(Optional.of("111122223333"), Optional.of("s" + number), Optional.empty());
  }

  private void deploy(Desired<CloudFormationSettings> desired) throws Exception {
    var cache = temporary.resolve("cache");
    var plan = provider.plan(desired, TestContext.looking(cache));
    provider.apply(plan, desired, TestContext.applying(cache, "ro-1", new MemoryJournal()));
  }

  @Test
  void stacks_that_are_throttled_together_all_come_to_their_end() throws Exception {
    system.fault(
        """
        {"service": "cloudformation", "action": "DescribeStackEvents", "fault": "throttle", "times": %d}
        """
            .formatted(THROTTLED));
    var deployments = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < STACKS; i++) {
      var desired = stack(i);
      deployments.add(() -> {
        deploy(desired);
        return true;
      });
    }

    try (var threads = Executors.newFixedThreadPool(STACKS)) {
      for (var deployment : threads.invokeAll(deployments)) {
        assertThat(deployment.get()).isTrue();
      }
    }

    var calls = system.calls();
    assertThat(Collections.frequency(calls, "ExecuteChangeSet")).isEqualTo(STACKS);
    assertThat(Collections.frequency(calls, "DescribeStackEvents"))
        .isGreaterThanOrEqualTo(THROTTLED + STACKS);
    assertThat(system.client().describeStacks().stacks())
        .hasSize(STACKS)
        .allMatch(stack -> stack.stackStatusAsString().equals("CREATE_COMPLETE"));
  }

  @Test
  void connections_that_break_again_and_again_are_given_up_and_the_operation_is_followed_later()
      throws Exception {
    var desired = stack(0);
    var cache = temporary.resolve("cache");
    var plan = provider.plan(desired, TestContext.looking(cache));
    system.fault(
        """
        {"service": "cloudformation", "action": "DescribeStackEvents", "fault": "cut", "times": 100}
        """);
    var journal = new MemoryJournal();

    var failure =
        catchThrowableOfType(
            ProviderException.class,
            () -> provider.apply(plan, desired, TestContext.applying(cache, "ro-1", journal)));

    assertThat(failure).isNotNull();
    assertThat(failure.next()).contains("again");
    system.forgetFaults();
    var later = journal.afterCrash();
    provider.apply(plan, desired, TestContext.applying(cache, "ro-1", later));
    assertThat(later.open()).isEmpty();
    assertThat(List.copyOf(system.client().describeStacks().stacks()))
        .singleElement()
        .matches(stack -> stack.stackStatusAsString().equals("CREATE_COMPLETE"));
    assertThat(Collections.frequency(system.calls(), "ExecuteChangeSet")).isEqualTo(1);
  }
}
