/// Systems Manager's Parameter Store.
@NullMarked
package dev.landfall.sandbox.aws.ssm;

import org.jspecify.annotations.NullMarked;
