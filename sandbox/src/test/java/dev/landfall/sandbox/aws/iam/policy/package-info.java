@NullMarked
package dev.landfall.sandbox.aws.iam.policy;

import org.jspecify.annotations.NullMarked;
