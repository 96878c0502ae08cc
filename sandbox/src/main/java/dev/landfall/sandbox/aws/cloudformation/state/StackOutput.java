package dev.landfall.sandbox.aws.cloudformation.state;

import java.util.Optional;

/// An output of a stack.
public record StackOutput(
    String key, String value, Optional<String> description, Optional<String> exportName) {}
