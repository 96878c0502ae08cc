package dev.landfall.sandbox.aws.cloudformation;

import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a caller asks of a stack; nothing where the API has it left out.
///
/// @param usePrevious the parameters that keep their values
/// @param retainExceptOnCreate whether a rollback deletes what it made in any case
/// @param onFailure also what `DisableRollback` says, as [OnFailure#DO_NOTHING]
public record StackRequest(
    String stackName,
    Optional<String> templateBody,
    Optional<String> templateUrl,
    boolean usePreviousTemplate,
    Map<String, String> parameters,
    Set<String> usePrevious,
    Optional<Map<String, String>> tags,
    List<String> capabilities,
    Optional<List<String>> notificationArns,
    Optional<String> roleArn,
    Optional<OnFailure> onFailure,
    boolean retainExceptOnCreate,
    Optional<Boolean> terminationProtection,
    Optional<String> stackPolicy,
    Optional<String> token) {
  public StackRequest {
    parameters = Map.copyOf(parameters);
    usePrevious = Set.copyOf(usePrevious);
    tags = tags.map(Map::copyOf);
    capabilities = List.copyOf(capabilities);
    notificationArns = notificationArns.map(List::copyOf);
  }

  /// A request for a stack by its name or id, with a template's text and nothing else.
  public static StackRequest of(String stackName, String templateBody) {
    return of(stackName, Optional.of(templateBody), Optional.empty());
  }

  /// A request for a template alone, by its text or its address.
  public static StackRequest ofTemplate(Optional<String> body, Optional<String> url) {
    return of("", body, url);
  }

  private static StackRequest of(String stackName, Optional<String> body, Optional<String> url) {
    return new StackRequest(
        stackName,
        body,
        url,
        false,
        Map.of(),
        Set.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// With values for parameters.
  public StackRequest withParameters(Map<String, String> newParameters) {
    return new StackRequest(
        stackName,
        templateBody,
        templateUrl,
        usePreviousTemplate,
        newParameters,
        usePrevious,
        tags,
        capabilities,
        notificationArns,
        roleArn,
        onFailure,
        retainExceptOnCreate,
        terminationProtection,
        stackPolicy,
        token);
  }

  /// With an answer to failures.
  public StackRequest withOnFailure(OnFailure newOnFailure) {
    return new StackRequest(
        stackName,
        templateBody,
        templateUrl,
        usePreviousTemplate,
        parameters,
        usePrevious,
        tags,
        capabilities,
        notificationArns,
        roleArn,
        Optional.of(newOnFailure),
        retainExceptOnCreate,
        terminationProtection,
        stackPolicy,
        token);
  }

  /// With a client request token.
  public StackRequest withToken(String newToken) {
    return new StackRequest(
        stackName,
        templateBody,
        templateUrl,
        usePreviousTemplate,
        parameters,
        usePrevious,
        tags,
        capabilities,
        notificationArns,
        roleArn,
        onFailure,
        retainExceptOnCreate,
        terminationProtection,
        stackPolicy,
        Optional.of(newToken));
  }

  /// With tags for the stack and its resources.
  public StackRequest withTags(Map<String, String> newTags) {
    return new StackRequest(
        stackName,
        templateBody,
        templateUrl,
        usePreviousTemplate,
        parameters,
        usePrevious,
        Optional.of(newTags),
        capabilities,
        notificationArns,
        roleArn,
        onFailure,
        retainExceptOnCreate,
        terminationProtection,
        stackPolicy,
        token);
  }

  /// With what the caller acknowledges.
  public StackRequest withCapabilities(List<String> newCapabilities) {
    return new StackRequest(
        stackName,
        templateBody,
        templateUrl,
        usePreviousTemplate,
        parameters,
        usePrevious,
        tags,
        newCapabilities,
        notificationArns,
        roleArn,
        onFailure,
        retainExceptOnCreate,
        terminationProtection,
        stackPolicy,
        token);
  }

  /// With the deletion of all that was made, when that is taken back.
  public StackRequest withRetainExceptOnCreate() {
    return new StackRequest(
        stackName,
        templateBody,
        templateUrl,
        usePreviousTemplate,
        parameters,
        usePrevious,
        tags,
        capabilities,
        notificationArns,
        roleArn,
        onFailure,
        true,
        terminationProtection,
        stackPolicy,
        token);
  }
}
