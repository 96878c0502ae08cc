/// AWS on this machine: one port for all accounts and regions.
@NullMarked
package dev.landfall.sandbox.aws;

import org.jspecify.annotations.NullMarked;
