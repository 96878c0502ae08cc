package dev.landfall.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLogException;
import dev.landfall.engine.event.RandomEvents;
import dev.landfall.engine.event.Status;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventJsonTest {
  @Test
  void every_event_comes_back_as_it_was_and_is_json_to_others() {
    var seen = new HashSet<Class<?>>();
    for (var event : new RandomEvents(new Random(20261124)).rollout(4000)) {
      var written = EventJson.write(event);
      assertThat(EventJson.read(1, written.body())).isEqualTo(event);
      assertThat(new JsonMapper().readTree(written.body()).get("type").stringValue())
          .isEqualTo(written.type());
      seen.add(event.getClass());
    }
    assertThat(seen).containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
  }

  @Test
  void values_keep_their_kind() {
    Map<String, Object> outputs =
        Map.of(
            "text",
            "a \"quoted\"\nline",
            "yes",
            true,
            "whole",
            7L,
            "large",
            9_007_199_254_740_993L,
            "exact",
            new BigDecimal("0.10"),
            "list",
            List.of("a", 1L, List.of(false)),
            "map",
            Map.of("inner", Map.of("deep", "x")));
    var event = new Event.ComponentFinished("web", Status.SUCCEEDED, "", outputs, 1.25);

    assertThat(EventJson.read(1, EventJson.write(event).body())).isEqualTo(event);
  }

  @Test
  void what_a_newer_program_added_is_ignored_and_what_it_left_out_is_empty() {
    assertThat(
            EventJson.read(
                1, "{\"type\":\"effect_done\",\"component\":\"web\",\"later\":{\"a\":[1,null]}}"))
        .isEqualTo(new Event.EffectDone("web", "", ""));
  }

  @Test
  void a_kind_of_event_nobody_knows_is_refused() {
    for (var body : List.of("{\"type\":\"rocket\"}", "{}", "[1]", "{\"type\":", "null")) {
      assertThat(catchThrowableOfType(EventLogException.class, () -> EventJson.read(12, body)))
          .as(body)
          .extracting(EventLogException::code, EventLogException::sentence)
          .containsExactly(
              EventLogException.Code.NEWER_STORE,
              "Event 12 is of a kind this program does not know.");
    }
  }

  @Test
  void half_a_character_becomes_a_question_mark() {
    var event = new Event.EffectDone("web", "k", "cut \ud83d");

    assertThat(EventJson.read(1, EventJson.write(event).body()))
        .isEqualTo(new Event.EffectDone("web", "k", "cut ?"));
  }
}
