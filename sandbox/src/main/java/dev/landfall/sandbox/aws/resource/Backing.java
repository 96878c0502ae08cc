package dev.landfall.sandbox.aws.resource;

import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The service behind a resource type. What it does not say is as it was written down. Several
/// threads may call it.
public interface Backing {
  /// Makes a resource.
  ///
  /// @param draft with the name and the ids that it is to have
  /// @param again whether a call that was cut off may have made it already
  /// @return the resource, as the service completes it
  default Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    return draft;
  }

  /// Changes a resource in place.
  ///
  /// @param draft as it is to be
  default Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    return draft;
  }

  /// Removes a resource. One that is not there any more counts as removed.
  default void delete(Request request, Resource resource) throws ResourceException {}

  /// The properties as the service has them now.
  ///
  /// @param recorded as it was last written down
  /// @throws ResourceException `NotFound` when it is gone
  default ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    return recorded.properties();
  }

  /// The resources that the service has, whoever made them; empty where those that were written
  /// down are all that there are.
  default List<Resource> all(Scope scope) {
    return List.of();
  }
}
