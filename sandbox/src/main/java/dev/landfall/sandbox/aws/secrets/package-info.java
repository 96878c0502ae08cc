/// Secrets Manager. What it keeps is in no log and no message.
@NullMarked
package dev.landfall.sandbox.aws.secrets;

import org.jspecify.annotations.NullMarked;
