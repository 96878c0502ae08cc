package dev.landfall.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Plans, applies and observes one kind of component.
///
/// Every method may be called again after a crash. Cancellation arrives as interruption of the
/// calling thread. One provider serves all targets: its methods are called by several threads at
/// once.
///
/// @param <S> the record that a component's `with:` binds to. Its component names are the keys; an
///   `Optional` may be left out; a [Secret] must be given by `${secret:NAME}`; a `Map<String,
///   Value>` may hold values that are not known yet. The JSON schema of the blueprint is made from
///   it, with the texts of [Doc].
public interface Provider<S extends Record> extends AutoCloseable {
  /// The word after `uses:`.
  String kind();

  /// The settings record.
  Class<S> settings();

  /// The names of the outputs that all components of this kind have; empty when each has its own,
  /// which [#outputs(Desired)] tells.
  Optional<Set<String>> outputs();

  /// The names of the outputs that a component has, read from its files without asking any other
  /// system; empty when they cannot be read, which [#check] tells.
  ///
  /// @param desired as for [#check]
  default Optional<Set<String>> outputs(Desired<S> desired) {
    return outputs();
  }

  /// What a component is in the other system, such as a stack's account, region and name: two
  /// components of one target may not be the same. Empty when they may, or when it cannot be told.
  ///
  /// @param desired as for [#check]
  default Optional<String> identity(Desired<S> desired) {
    return Optional.empty();
  }

  /// Looks for mistakes in the component's files without asking any other system. Called once per
  /// target, with values that are not known yet left unknown and secrets left out.
  List<Problem> check(Desired<S> desired, Context context) throws InterruptedException;

  /// Compares the live state with the desired one. Writes nothing to the other system.
  ///
  /// @throws ProviderException when it cannot be planned
  Plan plan(Desired<S> desired, Context context) throws ProviderException, InterruptedException;

  /// Carries out a plan: exactly its changes, or none when the live state has moved.
  ///
  /// Called again with the same plan after a crash, it finishes what is left: the effects that the
  /// journal knows to be done are part of the plan's way, not a moved state.
  ///
  /// @throws ProviderException when it is refused, fails or is in doubt
  Outputs apply(Plan plan, Desired<S> desired, Context context)
      throws ProviderException, InterruptedException;

  /// Looks at the live state. Writes nothing to the other system.
  ///
  /// @throws ProviderException when it cannot be seen
  Observation observe(Desired<S> desired, Context context)
      throws ProviderException, InterruptedException;

  /// Looks more closely than [#observe], for `landfall drift`. Writes nothing to the other system.
  ///
  /// @throws ProviderException when it cannot be seen
  default Inspection inspect(Desired<S> desired, Context context)
      throws ProviderException, InterruptedException {
    return new Inspection(observe(desired, context), List.of());
  }

  /// Takes away what a dead rollout left held in the other system. Called only by `landfall
  /// unlock`.
  ///
  /// @return what was taken away, one line each; empty when nothing was held
  /// @throws ProviderException when it cannot be taken away
  List<String> unlock(Desired<S> desired, Context context)
      throws ProviderException, InterruptedException;

  /// Gives back connections and threads. The provider is not used afterwards.
  @Override
  default void close() {}
}
