package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The tags of objects. Threads share it.
final class ObjectTags {
  private final S3Store store;
  private final BucketAccess access;
  private final ObjectReads reads;

  ObjectTags(S3Store store, BucketAccess access) {
    this.store = store;
    this.access = access;
    this.reads = new ObjectReads(store, access);
  }

  Reply get(Call call, Address address) throws AwsError {
    var bucket = access.bucket(call, address.bucket());
    var version = reads.version(call.request().query("versionId"), address);
    return tell(Reply.document(Tags.toXml(version.tags())), bucket, version);
  }

  Reply put(Call call, Address address) throws AwsError, IOException {
    Uploaded.checkMd5(call);
    return change(call, address, Tags.ofXml(XmlBody.read(call.body(), "Tagging")), 200);
  }

  Reply delete(Call call, Address address) throws AwsError {
    return change(call, address, Map.of(), 204);
  }

  private Reply change(Call call, Address address, Map<String, String> tags, int status)
      throws AwsError {
    synchronized (store.lock()) {
      var bucket = access.bucket(call, address.bucket());
      var version = reads.version(call.request().query("versionId"), address).withTags(tags);
      var object = store.object(address.bucket(), address.key()).changed(version);
      store.commit(List.of(store.put(address.bucket(), address.key(), object)));
      return tell(Reply.empty(status), bucket, version);
    }
  }

  private static Reply tell(Reply reply, Bucket bucket, Version version) {
    return bucket.versioning().isEmpty() ? reply : reply.with("x-amz-version-id", version.id());
  }
}
