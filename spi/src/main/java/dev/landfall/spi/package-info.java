/// What the author of a provider sees: the words and the contract, and nothing of the engine.
///
/// A provider implements [Provider] for one kind of component. The engine calls it to plan, to
/// apply and to observe; everything a provider needs to know arrives as a [Desired] and a
/// [Context].
@NullMarked
package dev.landfall.spi;

import org.jspecify.annotations.NullMarked;
