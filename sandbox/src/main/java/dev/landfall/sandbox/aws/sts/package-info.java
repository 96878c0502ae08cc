/// The Security Token Service: who one is, and how one becomes a role.
@NullMarked
package dev.landfall.sandbox.aws.sts;

import org.jspecify.annotations.NullMarked;
