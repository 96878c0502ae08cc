/// A CloudFormation on this machine, without its protocol: [CloudFormation] answers for one account
/// in one region. It honours a template or refuses it by name; it ignores nothing.
@NullMarked
package dev.landfall.sandbox.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
