package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.network.CountingProxy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many times a deployment waits for the network, login included. What Liquibase 4.33.0 needs:
/// 27 for a no-op, 47 for one new changeset, 50 + 5 N for the first deployment of N. Changesets go
/// in flights of 1, 2, 4, 8, 16, and then 32.
final class RoundTripTest {
  private static final int MANY = 60;

  @TempDir Path folder;

  @Test
  void a_target_with_nothing_to_do_takes_three_round_trips() throws Exception {
    try (var station = new Station(folder).tables(MANY)) {
      station.deploy();
      try (var proxy = CountingProxy.start(station.server().port(), Duration.ZERO)) {
        station.restarted().through(proxy.port());

        assertThat(station.plan().isEmpty()).isTrue();

        assertThat(proxy.flights()).isLessThanOrEqualTo(3);
        assertThat(proxy.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_first_deployment_of_60_changesets_takes_four_and_six() throws Exception {
    try (var station = new Station(folder).tables(MANY);
        var proxy = CountingProxy.start(station.server().port(), Duration.ZERO)) {
      station.through(proxy.port());

      var context = station.deploy();
      station.provider().observe(station.desired(), context);

      assertThat(proxy.flights()).isLessThanOrEqualTo(4 + 6);
      assertThat(station.ran()).hasSize(MANY);
      assertThat(station.isLocked()).isFalse();
    }
  }

  @Test
  void one_new_changeset_takes_five() throws Exception {
    try (var station = new Station(folder).tables(MANY)) {
      station.deploy();
      try (var proxy = CountingProxy.start(station.server().port(), Duration.ZERO)) {
        station.restarted().through(proxy.port()).tables(MANY + 1);

        station.deploy();

        assertThat(proxy.flights()).isLessThanOrEqualTo(5);
        assertThat(station.ran()).hasSize(MANY + 1);
      }
    }
  }
}
