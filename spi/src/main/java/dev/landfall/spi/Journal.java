package dev.landfall.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The record of the effects one component's rollout has on the world, in this process and in those
/// that were killed before it.
///
/// An effect is recorded before its call is sent and again once its end is known, so that after a
/// crash exactly those effects are open whose end nobody recorded. A provider asks the other system
/// about each of them before it goes on, and never repeats one blindly. A record is durable when
/// the method returns. Threads may share a journal.
public interface Journal {
  /// Effects that were begun and whose end nobody recorded, oldest first.
  List<Effect> open();

  /// The keys of effects that took place in this rollout, or in earlier ones since the component
  /// last succeeded, people's answers included.
  Set<String> done();

  /// Records, all or none and in this order.
  ///
  /// @throws ProviderException when the claim on the target was lost or the record cannot be kept:
  ///   then nothing more may be done to the target
  void record(List<Entry> entries) throws ProviderException, InterruptedException;

  /// The value last recorded under a key by [Checkpoint], in this rollout.
  Optional<String> checkpoint(String key);

  /// The journal of a call that may only look: it holds nothing and takes no entries.
  static Journal readOnly() {
    return new Journal() {
      @Override
      public List<Effect> open() {
        return List.of();
      }

      @Override
      public Set<String> done() {
        return Set.of();
      }

      @Override
      public void record(List<Entry> entries) throws ProviderException {
        throw new ProviderException(
            ProviderException.Kind.FAILED,
            "a provider tried to record an effect while it was only asked to look",
            "This is a defect of the provider: report it.");
      }

      @Override
      public Optional<String> checkpoint(String key) {
        return Optional.empty();
      }
    };
  }

  /// Something about to be done to the world.
  ///
  /// @param key unique in the component's rollout, and the same when the rollout is resumed
  /// @param what one line for people
  /// @param question what somebody must find out when nobody knows whether it happened, such as `is
  ///   there a row for changeset 7 in DATABASECHANGELOG?`
  /// @param clue what helps the provider itself to find out, such as the number of the session that
  ///   carries the call; may be empty, never a secret
  record Effect(String key, String what, String question, String clue) {
    /// Without a clue.
    public Effect(String key, String what, String question) {
      this(key, what, question, "");
    }
  }

  /// One line of the journal.
  sealed interface Entry {}

  /// The call is about to be sent.
  record Begin(Effect effect) implements Entry {}

  /// The effect took place.
  ///
  /// @param key of the effect
  /// @param note what people may want to know, such as `12 rows`; may be empty
  record Done(String key, String note) implements Entry {}

  /// The effect did not take place.
  ///
  /// @param key of the effect
  /// @param reason why not
  record NotDone(String key, String reason) implements Entry {}

  /// Nobody can tell whether the effect took place. It stays [#open].
  ///
  /// @param key of the effect
  /// @param reason why it cannot be told
  record InDoubt(String key, String reason) implements Entry {}

  /// A value a resumed rollout needs; never a secret.
  record Checkpoint(String key, String value) implements Entry {}
}
