package dev.landfall.liquibase.execute;

import dev.landfall.spi.Journal.Effect;
import java.util.List;
import java.util.Map;

/// One step's part of a flight that carries several. Immutable.
///
/// @param changes what is sent, in order; when the last one has succeeded the step is carried out
///   and recorded
/// @param effects what the journal keeps of it, each with the index of the change that brings it
///   about
/// @param statements those that commit by themselves, by the keys of their effects
record Parcel(
    Step step,
    List<String> changes,
    Map<Effect, Integer> effects,
    Map<String, String> statements) {}
