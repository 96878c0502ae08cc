package dev.landfall.sandbox.aws.s3;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.NewResource;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Buckets of stacks. Threads share it.
final class BucketBacking implements Backing {
  private static final ResourceType TYPE =
      Specification.standard().find("AWS::S3::Bucket").orElseThrow();

  private final S3Store store;
  private final BucketOperations buckets;
  private final BucketDocuments documents;

  BucketBacking(S3Store store, BucketOperations buckets, BucketDocuments documents) {
    this.store = store;
    this.buckets = buckets;
    this.documents = documents;
  }

  private static String name(Resource resource) {
    return resource.attribute(BucketProperties.NAME).map(JsonNode::asString).orElseThrow();
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    var name = name(draft);
    var scope = request.scope();
    var wanted = BucketProperties.documents(request.properties(), request.tags());
    try {
      synchronized (store.lock()) {
        var present = store.bucket(name);
        if (present.isPresent() && !(again && isOwn(present.get(), scope))) {
          throw new ResourceException("AlreadyExists", name + " already exists");
        }
        var bucket = buckets.fresh(name, scope.account(), scope.region(), Optional.empty());
        for (var document : wanted.entrySet()) {
          bucket = bucket.with(document.getKey(), Optional.of(document.getValue()));
        }
        documents.checkNotification(bucket);
        store.commit(List.of(store.put(bucket)));
        documents.announce(bucket, request.token());
      }
    } catch (AwsError e) {
      throw ServiceRefusal.of("S3", e);
    }
    return draft;
  }

  private static boolean isOwn(Bucket bucket, Scope scope) {
    return bucket.account().equals(scope.account()) && bucket.region().equals(scope.region());
  }

  private Bucket own(String name, Scope scope) throws ResourceException {
    return store
        .bucket(name)
        .filter(bucket -> isOwn(bucket, scope))
        .orElseThrow(() -> ResourceException.notFound("AWS::S3::Bucket", name));
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    var name = name(before);
    var wanted = BucketProperties.documents(request.properties(), request.tags());
    try {
      synchronized (store.lock()) {
        var former = own(name, request.scope());
        var bucket = former;
        for (var part : BucketProperties.subResources()) {
          var document = Optional.ofNullable(wanted.get(part));
          bucket = bucket.with(part, document.or(() -> BucketDocuments.usual(part)));
        }
        if (wanted.containsKey("versioning")) {
          bucket = bucket.withVersioning(wanted.get("versioning"));
        } else if (!bucket.versioning().isEmpty()) {
          bucket = bucket.withVersioning(Bucket.SUSPENDED);
        }
        documents.checkNotification(bucket);
        store.commit(List.of(store.put(bucket)));
        if (!bucket.document("notification").equals(former.document("notification"))) {
          documents.announce(bucket, request.token());
        }
      }
    } catch (AwsError e) {
      throw ServiceRefusal.of("S3", e);
    }
    return draft;
  }

  @Override
  public void delete(Request request, Resource resource) throws ResourceException {
    var name = name(resource);
    try {
      synchronized (store.lock()) {
        var bucket = store.bucket(name).filter(found -> isOwn(found, request.scope()));
        if (bucket.isPresent()) {
          buckets.delete(bucket.get());
        }
      }
    } catch (AwsError e) {
      throw ServiceRefusal.of("S3", e);
    }
  }

  @Override
  public List<Resource> all(Scope scope) {
    var all = new ArrayList<Resource>();
    synchronized (store.lock()) {
      for (var bucket : store.buckets()) {
        if (isOwn(bucket, scope)) {
          all.add(NewResource.named(TYPE, BucketProperties.of(bucket), scope));
        }
      }
    }
    return all;
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    return BucketProperties.of(own(name(recorded), scope));
  }
}
