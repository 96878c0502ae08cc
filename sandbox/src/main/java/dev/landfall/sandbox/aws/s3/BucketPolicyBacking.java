package dev.landfall.sandbox.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Policies that stacks give to buckets. Threads share it.
final class BucketPolicyBacking implements Backing {
  private static final String POLICY = "policy";

  private final S3Store store;

  BucketPolicyBacking(S3Store store) {
    this.store = store;
  }

  private static String bucket(Resource resource) {
    return resource.properties().path("Bucket").asString("");
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    put(request, bucket(draft), again);
    return draft;
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    put(request, bucket(draft), true);
    return draft;
  }

  private void put(Request request, String name, boolean over) throws ResourceException {
    var text = request.properties().path("PolicyDocument").toString();
    try {
      BucketDocuments.checkPolicy(text.getBytes(UTF_8));
      synchronized (store.lock()) {
        var bucket = own(request.scope(), name);
        if (!over && bucket.document(POLICY).isPresent()) {
          throw new ResourceException(
              "AlreadyExists", "The bucket policy already exists on bucket " + name + ".");
        }
        store.commit(List.of(store.put(bucket.with(POLICY, Optional.of(text)))));
      }
    } catch (AwsError e) {
      throw ServiceRefusal.of("S3", e);
    }
  }

  private Bucket own(Scope scope, String name) throws ResourceException {
    var bucket = store.bucket(name);
    if (bucket.isEmpty()) {
      throw ServiceRefusal.of("S3", S3Errors.noSuchBucket(name));
    }
    if (!bucket.get().account().equals(scope.account())) {
      throw ServiceRefusal.of("S3", S3Errors.accessDenied());
    }
    return bucket.get();
  }

  @Override
  public void delete(Request request, Resource resource) {
    synchronized (store.lock()) {
      store
          .bucket(bucket(resource))
          .filter(bucket -> bucket.account().equals(request.scope().account()))
          .ifPresent(
              bucket -> store.commit(List.of(store.put(bucket.with(POLICY, Optional.empty())))));
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    var policy = own(scope, bucket(recorded)).document(POLICY);
    if (policy.isEmpty()) {
      throw ResourceException.notFound("AWS::S3::BucketPolicy", bucket(recorded));
    }
    var properties = recorded.properties().deepCopy();
    JsonTexts.object(policy.get().getBytes(UTF_8))
        .ifPresent(document -> properties.set("PolicyDocument", document));
    return properties;
  }
}
