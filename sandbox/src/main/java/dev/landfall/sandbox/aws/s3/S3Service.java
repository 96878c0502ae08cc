package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.Authorizer;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Operation.Handler;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.store.Journal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// S3. Threads share it.
///
/// Source: the Amazon S3 API Reference.
public final class S3Service implements Service, Closeable {
  private static final Wire WIRE = new Wire.RestXml();
  private static final long LARGEST = 5L * 1024 * 1024 * 1024;

  private static final Set<String> LISTING =
      Set.of(
          "prefix",
          "delimiter",
          "max-keys",
          "marker",
          "encoding-type",
          "list-type",
          "continuation-token",
          "start-after",
          "fetch-owner",
          "key-marker",
          "version-id-marker",
          "upload-id-marker",
          "max-uploads");
  private static final Set<String> READING =
      Set.of(
          "versionId",
          "partNumber",
          "response-content-type",
          "response-content-language",
          "response-expires",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding");
  private static final Set<String> PARTS =
      Set.of("uploadId", "partNumber", "max-parts", "part-number-marker");
  private static final List<String> OBJECT_PARTS = List.of("acl", "tagging", "uploads", "uploadId");
  private static final List<String> BUCKET_PARTS =
      List.of("acl", "location", "versioning", "versions", "uploads", "delete", "list-type");

  private final BucketOperations buckets;
  private final BucketDocuments documents;
  private final Listings listings;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final Deletions deletions;
  private final ObjectTags tags;
  private final Uploads uploads;
  private final Notifications notifications;
  private final S3Permissions permissions;
  private final Map<String, Backing> backings;

  /// @param journal where everything but the objects' bytes is kept
  /// @param blobs a folder for the objects' bytes, beside the one for the bodies of requests
  /// @param random for ids
  /// @param destinations of notifications
  /// @param authorizer for each of several objects that a call means
  public S3Service(
      Journal journal,
      Path blobs,
      Keys random,
      Destinations destinations,
      Authorizer authorizer,
      Clock clock)
      throws IOException {
    var store = S3Store.open(journal, blobs, random);
    var access = new BucketAccess(store);
    this.permissions = new S3Permissions(store);
    this.notifications = new Notifications(journal, destinations, clock);
    this.buckets = new BucketOperations(store, access, clock);
    this.documents = new BucketDocuments(store, access, notifications, clock);
    this.listings = new Listings(store, access);
    this.reads = new ObjectReads(store, access);
    this.writes = new ObjectWrites(store, access, notifications, clock);
    this.deletions =
        new Deletions(
            store,
            access,
            notifications,
            (call, address, version) ->
                authorizer.check(call, permissions.deletion(call, address, version)),
            clock);
    this.tags = new ObjectTags(store, access);
    this.uploads = new Uploads(store, access, writes, clock);
    this.backings =
        Map.of(
            "AWS::S3::Bucket",
            new BucketBacking(store, buckets, documents),
            "AWS::S3::BucketPolicy",
            new BucketPolicyBacking(store));
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    return backings;
  }

  /// The bytes of an object, for a service that reads it in the name of an account.
  ///
  /// @param version empty for the newest
  /// @param most how many bytes at the most
  /// @throws AwsError when it is not there, or is another account's
  public byte[] read(String account, String bucket, String key, Optional<String> version, int most)
      throws AwsError, IOException {
    return reads.bytes(account, new Address(bucket, key), version, most);
  }

  /// Sends the notifications that were left when the process ended.
  public void resume() {
    notifications.resume();
  }

  @Override
  public void close() {
    notifications.close();
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public long bodyLimit() {
    return LARGEST;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    var address = Address.of(call.request());
    var operation = operation(call, address);
    return operation.needing(permissions.of(call, address, operation.action()));
  }

  private Operation operation(Call call, Address address) throws AwsError {
    if (address.bucket().isEmpty()) {
      if (!call.request().method().equals("GET")) {
        throw methodNotAllowed();
      }
      allow(call, Set.of("prefix", "bucket-region", "max-buckets", "continuation-token"));
      return Operation.of("ListBuckets", "", () -> buckets.list(call));
    }
    return address.key().isEmpty() ? ofBucket(call, address) : ofObject(call, address);
  }

  private Operation ofBucket(Call call, Address address) throws AwsError {
    var name = address.bucket();
    var request = call.request();
    var document = BucketDocuments.KINDS.stream().filter(kind -> has(request, kind)).findFirst();
    if (document.isPresent()) {
      allow(call, Set.of(document.get()));
      return documents.operation(call, name, document.get());
    }
    var part = part(request, BUCKET_PARTS);
    return switch (request.method() + " " + part) {
      case "PUT " -> bucket(call, "CreateBucket", name, () -> buckets.create(call, name));
      case "HEAD " -> bucket(call, "HeadBucket", name, () -> buckets.head(call, name));
      case "DELETE " -> bucket(call, "DeleteBucket", name, () -> buckets.delete(call, name));
      case "GET location" ->
          bucket(call, "GetBucketLocation", name, () -> buckets.location(call, name));
      case "GET versioning" ->
          bucket(call, "GetBucketVersioning", name, () -> buckets.versioning(call, name));
      case "PUT versioning" ->
          bucket(call, "PutBucketVersioning", name, () -> buckets.setVersioning(call, name));
      case "GET acl" -> bucket(call, "GetBucketAcl", name, () -> buckets.acl(call, name));
      case "POST delete" ->
          bucket(call, "DeleteObjects", name, () -> deletions.several(call, name));
      case "GET " -> list(call, "ListObjects", name, () -> listings.objects(call, name));
      case "GET list-type" ->
          list(call, "ListObjectsV2", name, () -> listings.objectsV2(call, name));
      case "GET versions" ->
          list(call, "ListObjectVersions", name, () -> listings.versions(call, name));
      case "GET uploads" ->
          list(call, "ListMultipartUploads", name, () -> uploads.list(call, name));
      default -> throw unknown(part);
    };
  }

  private static Operation bucket(Call call, String action, String name, Handler handler)
      throws AwsError {
    allow(call, Set.of("location", "versioning", "acl", "delete"));
    return Operation.of(action, name, handler);
  }

  private static Operation list(Call call, String action, String name, Handler handler)
      throws AwsError {
    var names = new HashSet<>(LISTING);
    names.addAll(BUCKET_PARTS);
    allow(call, names);
    return Operation.of(action, name, handler);
  }

  private Operation ofObject(Call call, Address address) throws AwsError {
    var request = call.request();
    var part = part(request, OBJECT_PARTS);
    var copy = request.header("x-amz-copy-source");
    return switch (request.method() + " " + part) {
      case "PUT " ->
          copy.isPresent()
              ? object(call, "CopyObject", address, () -> writes.copy(call, address, copy.get()))
              : object(call, "PutObject", address, () -> writes.put(call, address));
      case "GET " -> object(call, "GetObject", address, () -> reads.get(call, address));
      case "HEAD " -> object(call, "HeadObject", address, () -> reads.get(call, address));
      case "DELETE " -> object(call, "DeleteObject", address, () -> deletions.one(call, address));
      case "GET acl" -> object(call, "GetObjectAcl", address, () -> reads.acl(call, address));
      case "GET tagging" ->
          object(call, "GetObjectTagging", address, () -> tags.get(call, address));
      case "PUT tagging" ->
          object(call, "PutObjectTagging", address, () -> tags.put(call, address));
      case "DELETE tagging" ->
          object(call, "DeleteObjectTagging", address, () -> tags.delete(call, address));
      case "POST uploads" ->
          object(call, "CreateMultipartUpload", address, () -> uploads.create(call, address));
      case "PUT uploadId" ->
          copy.isPresent()
              ? object(
                  call,
                  "UploadPartCopy",
                  address,
                  () -> uploads.copyPart(call, address, copy.get()))
              : object(call, "UploadPart", address, () -> uploads.part(call, address));
      case "POST uploadId" ->
          object(call, "CompleteMultipartUpload", address, () -> uploads.complete(call, address));
      case "DELETE uploadId" ->
          object(call, "AbortMultipartUpload", address, () -> uploads.abort(call, address));
      case "GET uploadId" -> object(call, "ListParts", address, () -> uploads.parts(call, address));
      default -> throw unknown(part);
    };
  }

  private static Operation object(Call call, String action, Address address, Handler handler)
      throws AwsError {
    var names = new HashSet<>(READING);
    names.addAll(PARTS);
    names.addAll(OBJECT_PARTS);
    allow(call, names);
    return Operation.of(action, address.toString(), handler);
  }

  private static boolean has(Request request, String parameter) {
    return request.query(parameter).isPresent();
  }

  private static String part(Request request, List<String> parts) {
    return parts.stream().filter(name -> has(request, name)).findFirst().orElse("");
  }

  private static AwsError unknown(String part) {
    return part.isEmpty() ? methodNotAllowed() : S3Errors.notImplemented(part);
  }

  private static AwsError methodNotAllowed() {
    return new AwsError(
        "MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
  }

  /// Refuses what would otherwise be ignored.
  private static void allow(Call call, Set<String> names) throws AwsError {
    for (var pair : call.request().query()) {
      var name = pair.name();
      if (!names.contains(name) && !name.equals("x-id") && !name.startsWith("X-Amz-")) {
        throw S3Errors.notImplemented(name);
      }
    }
    Optional<String> header =
        call.request().headerNames().stream().filter(S3Service::isRefused).findFirst();
    if (header.isPresent()) {
      throw S3Errors.notImplemented(header.get());
    }
  }

  private static boolean isRefused(String header) {
    return header.startsWith("x-amz-server-side-encryption-customer-")
        || header.startsWith("x-amz-copy-source-server-side-encryption-customer-")
        || header.startsWith("x-amz-object-lock-")
        || header.startsWith("x-amz-grant-")
        || header.startsWith("x-amz-mfa")
        || header.equals("x-amz-website-redirect-location")
        || header.equals("x-amz-write-offset-bytes");
  }
}
