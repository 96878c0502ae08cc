/// Tests of the stand-in for AWS, through AWS's own clients.
@org.jspecify.annotations.NullMarked
package dev.landfall.sandbox.aws;
