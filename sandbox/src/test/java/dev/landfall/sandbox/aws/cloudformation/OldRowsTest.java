package dev.landfall.sandbox.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.cloudformation.state.JournalStore;
import dev.landfall.sandbox.aws.cloudformation.state.StackTables;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.ResourceStore.Entry;
import dev.landfall.sandbox.aws.store.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/// Homes of older versions, whose rows do not have all that rows have now.
class OldRowsTest {
  @TempDir Path home;

  @Test
  void a_stack_that_an_older_version_wrote_is_read() throws Exception {
    var file = home.resolve("journal");
    var stack = new TestCloud().create("s", "Resources: {A: {Type: AWS::SQS::Queue}}");
    try (var journal = Journal.open(Optional.of(file))) {
      new JournalStore(new StackTables(journal), TestCloud.SCOPE).put(stack);
    }
    var written = Files.readString(file);
    var old =
        written
            .replace(",\"digests\":{}", "")
            .replace(",\"cancelled\":false", "")
            .replace(",\"stable\":null", "")
            .replace(",\"nesting\":null", "");
    assertThat(old)
        .doesNotContain("digests")
        .doesNotContain("cancelled")
        .doesNotContain("stable")
        .doesNotContain("nesting");
    Files.writeString(file, old);

    try (var journal = Journal.open(Optional.of(file))) {
      var store = new JournalStore(new StackTables(journal), TestCloud.SCOPE);
      assertThat(store.stack(stack.id())).contains(stack);
    }
  }

  @Test
  void a_resource_that_an_older_version_wrote_is_read() throws Exception {
    var file = home.resolve("journal");
    var type = Specification.standard().find("AWS::SQS::Queue").orElseThrow();
    var json = JsonNodeFactory.instance;
    var queue =
        new Resource(
            type.name(),
            json.objectNode().put("QueueName", "a"),
            Map.of("QueueUrl", json.stringNode("https://a")));
    try (var journal = Journal.open(Optional.of(file))) {
      new ResourceStore(journal).add(TestCloud.SCOPE, type, Entry.of(queue));
    }
    var old =
        Files.readString(file).replace("\"references\":{},", "").replace(",\"pending\":false", "");
    assertThat(old).doesNotContain("references").doesNotContain("pending");
    Files.writeString(file, old);

    try (var journal = Journal.open(Optional.of(file))) {
      assertThat(new ResourceStore(journal).find(TestCloud.SCOPE, type, "https://a"))
          .contains(Entry.of(queue));
    }
  }
}
