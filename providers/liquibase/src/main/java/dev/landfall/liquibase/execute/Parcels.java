package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset.Statement;
import dev.landfall.spi.Context;
import dev.landfall.spi.Journal.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes flights of several steps: as many of the next ones as may go together. For one thread.
///
/// A step with preconditions goes alone, since they are asked just before it, and so does one that
/// liquibase-core runs.
///
/// @param deployment the DEPLOYMENT_ID of the rollout
record Parcels(Context context, Lease lease, Messages messages, String deployment) {
  /// Far below what servers take at once, quotes within quotes included.
  private static final int CHARACTERS = 100_000;

  /// The first steps, as long as they may go together.
  ///
  /// @param order of the first one's row
  /// @param most how many there may be
  List<Parcel> of(List<Step> steps, int order, int most) {
    var parcels = new ArrayList<Parcel>();
    var texts = new HashSet<String>();
    var length = 0;
    var done = context.journal().done();
    for (var step : steps.subList(0, Math.min(most, steps.size()))) {
      var parcel = parcel(step, order + parcels.size(), done);
      length += parcel.stream().flatMap(p -> p.changes().stream()).mapToInt(String::length).sum();
      // The server's history must tell each statement from the others of the flight.
      if (parcel.isEmpty()
          || length > CHARACTERS
          || !parcel.get().statements().values().stream().allMatch(texts::add)) {
        break;
      }
      parcels.add(parcel.get());
    }
    return parcels;
  }

  private Optional<Parcel> parcel(Step step, int order, Set<String> done) {
    var dialect = lease.session().dialect();
    var asked = step.kind() != Step.Kind.BACK && step.changeset().preconditions().isPresent();
    if (asked || step.needsCore()) {
      return Optional.empty();
    }
    var row = lease.bookkeeping().record(step, order, "EXECUTED", deployment);
    if (step.isAtomic(dialect) || step.statements().isEmpty()) {
      return Optional.of(whole(step, row));
    }
    var effects = effects(step);
    return step.statements().stream().allMatch(s -> dialect.mayBeSentWithOthers(s.sql()))
            && effects.stream().noneMatch(effect -> done.contains(effect.key()))
        ? Optional.of(pieces(step, effects, row))
        : Optional.empty();
  }

  private Parcel whole(Step step, String row) {
    var changes = lease.transaction(step, step.statements(), row);
    var key = EffectKey.whole(step.mark(), deployment);
    var effect = messages.effect(step, key, lease.session().place());
    return new Parcel(step, changes, Map.of(effect, changes.size() - 1), Map.of());
  }

  private List<Effect> effects(Step step) {
    var effects = new ArrayList<Effect>();
    for (Statement statement : step.statements()) {
      var place = lease.session().place();
      effects.add(messages.piece(step, effects.size() + 1, statement, place, lease.clue()));
    }
    return effects;
  }

  private Parcel pieces(Step step, List<Effect> pieces, String row) {
    var changes = new ArrayList<String>();
    var effects = new LinkedHashMap<Effect, Integer>();
    var statements = new LinkedHashMap<String, String>();
    for (var i = 0; i < pieces.size(); i++) {
      var sql = step.statements().get(i).sql();
      changes.add(lease.check());
      effects.put(pieces.get(i), changes.size());
      statements.put(pieces.get(i).key(), sql);
      changes.add(sql);
    }
    changes.add(row);
    return new Parcel(step, changes, effects, statements);
  }
}
