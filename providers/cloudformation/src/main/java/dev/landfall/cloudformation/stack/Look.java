package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Change;
import java.util.List;
import java.util.Optional;

/// What a plan is made of. Immutable.
///
/// @param basis which operation was the stack's last
/// @param changeSet the change set that does it; empty when none was made
record Look(Optional<LiveStack> live, String basis, List<Change> changes, String changeSet) {}
