package dev.landfall.sandbox.aws.cloudformation.state;

/// Whose resource a stack is.
///
/// @param parentId the stack that has it as a resource
/// @param rootId the stack that no other one has
/// @param call the token of the parent's call that began its last operation
public record Nesting(String parentId, String rootId, String call) {
  /// By another call.
  public Nesting with(String newCall) {
    return new Nesting(parentId, rootId, newCall);
  }
}
