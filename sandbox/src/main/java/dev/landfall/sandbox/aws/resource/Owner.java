package dev.landfall.sandbox.aws.resource;

/// The stack that a resource belongs to, and its name there: what a generated name is made of.
public record Owner(String stackName, String logicalId) {}
