package dev.landfall.spi;

import java.util.List;

/// A live system made for one test of [ProviderContract], with one component to roll out to it.
/// Calls may arrive from several threads.
///
/// @param <S> the provider's settings
public interface LiveSystem<S extends Record> extends AutoCloseable {
  /// How a call to the live system goes wrong.
  enum Fault {
    /// It does not.
    NONE,
    /// The connection breaks before the call is carried out.
    LOST_REQUEST,
    /// The call is carried out, and the connection breaks before the answer arrives.
    LOST_ANSWER
  }

  /// A new provider, as a new process would make it, for this live system.
  Provider<S> provider();

  /// A component that needs at least three changes in the state the system is in at first, and has
  /// no mistakes. Equal each time.
  Desired<S> desired();

  /// Changes the live state behind the provider's back, in a way that matters to the component's
  /// plan and shows in its observation, whether it was applied before or not.
  void changeFromOutside();

  /// The whole live state the component is about. Equal state gives equal text, in other live
  /// systems of the same test class too: no times, no generated ids. Locks are part of it.
  String snapshot();

  /// One line for each effect that was carried out, in order, from an account the system itself
  /// keeps: what is done twice stands there twice, even when the second time changes nothing. Equal
  /// in other live systems of the same test class. Locks and other book-keeping are no effects.
  List<String> effects();

  /// Lies in wait for a call that carries out an effect.
  ///
  /// @param nth which one, counted from 1 and from now on
  /// @param fault how that call goes wrong; the ones after it do not
  /// @param reached run before that call is carried out, on any thread
  void arm(int nth, Fault fault, Runnable reached);

  /// What the loss of the process does: providers made so far reach the system no more, not even to
  /// give back a lock; what they hold stays held. May do nothing when there is nothing to give
  /// back.
  void sever();

  /// Every secret the component and the system's connection have; at least one.
  List<Secret> secrets();

  /// Whether an effect took place, as somebody finds out who follows its question. Asked only about
  /// effects the provider itself cannot tell of.
  default boolean tookPlace(Journal.Effect effect) {
    throw new AssertionError("the provider cannot tell whether it happened: " + effect);
  }

  @Override
  void close();
}
