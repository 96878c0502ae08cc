/// CloudFormation as clients call it: the Query protocol's forms and XML around
/// [dev.landfall.sandbox.aws.cloudformation.CloudFormation].
@NullMarked
package dev.landfall.sandbox.aws.cloudformation.http;

import org.jspecify.annotations.NullMarked;
