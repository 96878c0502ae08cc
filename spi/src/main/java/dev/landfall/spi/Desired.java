package dev.landfall.spi;

/// One component as its target should have it. Immutable.
///
/// @param target where
/// @param component the component's name in the blueprint
/// @param settings its `with:`, every expression resolved for the target
/// @param source its files
/// @param goal where the plan leads to
/// @param release the id of the release; a provider may leave it as a mark, such as a tag
public record Desired<S extends Record>(
    Target target, String component, S settings, Source source, Goal goal, String release) {}
