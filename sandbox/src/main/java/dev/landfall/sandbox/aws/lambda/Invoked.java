package dev.landfall.sandbox.aws.lambda;

import java.util.Optional;

/// What an invocation has given.
///
/// @param error `Unhandled` when the handler failed
/// @param log what it wrote, with Lambda's own lines
record Invoked(String requestId, String payload, Optional<String> error, String log) {}
