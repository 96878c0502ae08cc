package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.store.Change;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Buckets themselves. Threads share it.
final class BucketOperations {
  static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private static final Pattern NAME =
      Pattern.compile("(?!.*\\.\\.)(?![0-9.]+$)(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final String FIRST_REGION = "us-east-1";

  private final S3Store store;
  private final BucketAccess access;
  private final Clock clock;

  BucketOperations(S3Store store, BucketAccess access, Clock clock) {
    this.store = store;
    this.access = access;
    this.clock = clock;
  }

  Reply list(Call call) {
    var request = call.request();
    var prefix = request.query("prefix").orElse("");
    var region = request.query("bucket-region");
    var after = request.query("continuation-token").orElse("");
    var most = request.query("max-buckets").map(Integer::parseInt).orElse(10_000);
    return Reply.document(
        Xml.document(
            "ListAllMyBucketsResult",
            NAMESPACE,
            xml -> {
              var next = new StringBuilder();
              xml.element("Owner", owner -> owner.text("ID", Times.owner(call.account())))
                  .element(
                      "Buckets",
                      all -> {
                        var left = most;
                        var last = "";
                        for (var bucket : store.buckets()) {
                          if (!bucket.account().equals(call.account())
                              || !bucket.name().startsWith(prefix)
                              || bucket.name().compareTo(after) <= 0
                              || region.map(r -> !r.equals(bucket.region())).orElse(false)) {
                            continue;
                          }
                          if (left-- == 0) {
                            next.append(last);
                            break;
                          }
                          last = bucket.name();
                          all.element(
                              "Bucket",
                              one ->
                                  one.text("Name", bucket.name())
                                      .text("CreationDate", Times.iso(bucket.created()))
                                      .text("BucketRegion", bucket.region()));
                        }
                      });
              if (!next.isEmpty()) {
                xml.text("ContinuationToken", next.toString());
              }
            }));
  }

  Reply create(Call call, String name) throws AwsError, IOException {
    checkName(name);
    var region = region(call);
    var ownership = ownership(call);
    synchronized (store.lock()) {
      var present = store.bucket(name);
      if (present.isPresent()) {
        if (!present.get().account().equals(call.account())) {
          throw new AwsError(
                  "BucketAlreadyExists",
                  409,
                  "The requested bucket name is not available. The bucket namespace is shared by"
                      + " all users of the system. Please select a different name and try again.")
              .with("BucketName", name);
        }
        if (!region.equals(FIRST_REGION) || !present.get().region().equals(FIRST_REGION)) {
          throw new AwsError(
                  "BucketAlreadyOwnedByYou",
                  409,
                  "Your previous request to create the named bucket succeeded and you already own"
                      + " it.")
              .with("BucketName", name);
        }
      } else {
        store.commit(List.of(store.put(fresh(name, call.account(), region, ownership))));
      }
    }
    return Reply.empty(200, Map.of("Location", "/" + name));
  }

  /// A new bucket, which is kept nowhere yet.
  ///
  /// @throws AwsError when it cannot be called so
  Bucket fresh(String name, String account, String region, Optional<String> ownership)
      throws AwsError {
    checkName(name);
    return new Bucket(name, account, region, clock.millis(), BucketDocuments.initial(ownership));
  }

  private static void checkName(String name) throws AwsError {
    if (!NAME.matcher(name).matches()) {
      throw new AwsError("InvalidBucketName", 400, "The specified bucket is not valid.")
          .with("BucketName", name);
    }
  }

  private static Optional<String> ownership(Call call) throws AwsError {
    if (call.request().header("x-amz-bucket-object-lock-enabled").isPresent()) {
      throw S3Errors.notImplemented("x-amz-bucket-object-lock-enabled");
    }
    checkAcl(call);
    return call.request().header("x-amz-object-ownership");
  }

  /// Buckets of today have no access control lists; two of them say nothing more than the default.
  static void checkAcl(Call call) throws AwsError {
    var acl = call.request().header("x-amz-acl").orElse("private");
    if (!acl.equals("private") && !acl.equals("bucket-owner-full-control")) {
      throw new AwsError("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
    }
  }

  private static String region(Call call) throws AwsError, IOException {
    var wanted = Optional.<String>empty();
    if (call.body().size() > 0) {
      var xml = XmlBody.read(call.body(), "CreateBucketConfiguration");
      if (!xml.children("Tags").isEmpty()) {
        throw S3Errors.notImplemented("Tags");
      }
      wanted = xml.text("LocationConstraint").filter(text -> !text.isEmpty());
    }
    var constraint = wanted.map(text -> text.equals("EU") ? "eu-west-1" : text);
    if (call.region().equals(FIRST_REGION)) {
      if (constraint.isPresent() && constraint.get().equals(FIRST_REGION)) {
        throw new AwsError(
            "InvalidLocationConstraint", 400, "The specified location-constraint is not valid");
      }
      return constraint.orElse(FIRST_REGION);
    }
    if (constraint.isEmpty() || !constraint.get().equals(call.region())) {
      throw new AwsError(
          "IllegalLocationConstraintException",
          400,
          "The "
              + constraint.orElse("unspecified")
              + " location constraint is incompatible for the region specific endpoint this"
              + " request was sent to.");
    }
    return call.region();
  }

  Reply head(Call call, String name) throws AwsError {
    var bucket = access.bucket(call, name);
    return Reply.empty(
        200, Map.of("x-amz-bucket-region", bucket.region(), "x-amz-access-point-alias", "false"));
  }

  Reply delete(Call call, String name) throws AwsError {
    synchronized (store.lock()) {
      delete(access.bucket(call, name));
    }
    return Reply.empty(204);
  }

  /// Removes a bucket. Wants the store's lock to be held.
  ///
  /// @throws AwsError when there is anything in it
  void delete(Bucket bucket) throws AwsError {
    var name = bucket.name();
    if (!store.objects(name, "").isEmpty()) {
      throw notEmpty(name);
    }
    var changes = new ArrayList<Change<?>>();
    for (var upload : store.uploads()) {
      if (upload.bucket().equals(name)) {
        if (upload.completed().isEmpty()) {
          throw notEmpty(name);
        }
        changes.add(store.remove(upload));
      }
    }
    changes.add(store.remove(bucket));
    store.commit(changes);
  }

  private static AwsError notEmpty(String name) {
    return new AwsError("BucketNotEmpty", 409, "The bucket you tried to delete is not empty")
        .with("BucketName", name);
  }

  Reply location(Call call, String name) throws AwsError {
    var region = access.anywhere(call, name).region();
    return Reply.document(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint xmlns=\""
            + NAMESPACE
            + "\">"
            + (region.equals(FIRST_REGION) ? "" : Xml.escaped(region))
            + "</LocationConstraint>");
  }

  Reply versioning(Call call, String name) throws AwsError {
    var status = access.bucket(call, name).versioning();
    return Reply.document(
        Xml.document(
            "VersioningConfiguration",
            NAMESPACE,
            xml -> {
              if (!status.isEmpty()) {
                xml.text("Status", status);
              }
            }));
  }

  Reply setVersioning(Call call, String name) throws AwsError, IOException {
    var xml = XmlBody.read(call.body(), "VersioningConfiguration");
    if (xml.text("MfaDelete").filter(text -> text.equals("Enabled")).isPresent()) {
      throw S3Errors.notImplemented("MfaDelete");
    }
    var status = xml.required("Status");
    if (!status.equals(Bucket.ENABLED) && !status.equals(Bucket.SUSPENDED)) {
      throw S3Errors.malformedXml();
    }
    synchronized (store.lock()) {
      var bucket = access.bucket(call, name);
      store.commit(List.of(store.put(bucket.withVersioning(status))));
    }
    return Reply.empty(200);
  }

  Reply acl(Call call, String name) throws AwsError {
    return Reply.document(ownersAcl(access.bucket(call, name)));
  }

  /// The only list there is: everything is the owner's.
  static String ownersAcl(Bucket bucket) {
    var owner = Times.owner(bucket.account());
    return Xml.document(
        "AccessControlPolicy",
        NAMESPACE,
        xml ->
            xml.element("Owner", o -> o.text("ID", owner))
                .raw(
                    "<AccessControlList><Grant><Grantee"
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:type=\"CanonicalUser\"><ID>"
                        + owner
                        + "</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>"
                        + "</AccessControlList>"));
  }
}
