package dev.landfall.sandbox.aws.protocol;

/// Where a request goes.
record Target(Service service, Wire wire) {}
