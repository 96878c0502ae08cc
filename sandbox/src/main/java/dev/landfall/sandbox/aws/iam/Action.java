package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Reply;

/// One of IAM's actions.
@FunctionalInterface
interface Action {
  Reply answer(Given given) throws AwsError;
}
