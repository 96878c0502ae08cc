package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.artifact.Artifact;
import dev.landfall.cloudformation.artifact.Packaged;
import dev.landfall.spi.Context;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Puts artifacts into their bucket. What is there already, which its key tells, is not sent again.
final class Uploads {
  private static final int MOVED = 301;
  private static final int BAD = 400;
  private static final int FORBIDDEN = 403;
  private static final int MISSING = 404;

  private final Supplier<S3Client> clients;
  private final Job job;
  private final Packaged packaged;
  private final Context context;

  /// @param clients makes a client when there is something to put: it costs a start
  Uploads(Supplier<S3Client> clients, Job job, Context context) {
    this.clients = clients;
    this.job = job;
    this.packaged = job.packaged();
    this.context = context;
  }

  /// Puts all of them.
  ///
  /// @return the template's address, when it is one of them
  Optional<String> put() throws ProviderException, InterruptedException {
    int total = packaged.code().size() + (packaged.template().isPresent() ? 1 : 0);
    int done = 0;
    for (var code : packaged.code()) {
      put(code, done++, total);
    }
    if (packaged.template().isEmpty()) {
      return Optional.empty();
    }
    var template = packaged.template().get();
    put(template, done, total);
    return Optional.of(
        clients
            .get()
            .utilities()
            .getUrl(r -> r.bucket(packaged.bucket()).key(template.key()))
            .toExternalForm());
  }

  private void put(Artifact artifact, int done, int total)
      throws ProviderException, InterruptedException {
    if (isThere(artifact)) {
      return;
    }
    context.progress("putting " + artifact.key() + " into " + packaged.bucket(), done, total);
    try {
      var file =
          Files.createTempFile(Files.createDirectories(context.cache()), ".artifact", ".tmp");
      try {
        send(artifact, file);
      } finally {
        Files.delete(file);
      }
    } catch (SdkException e) {
      throw refusal(e);
    } catch (IOException e) {
      throw new ProviderException(
          Kind.FAILED,
          "The code of stack " + job.stack() + " cannot be packed: " + e.getMessage() + ".",
          "Check the files and the free space.",
          e);
    }
  }

  private void send(Artifact artifact, Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      artifact.content().writeTo(out);
    }
    clients
        .get()
        .putObject(
            r -> r.bucket(packaged.bucket()).key(artifact.key()).expectedBucketOwner(owner()),
            RequestBody.fromFile(file));
  }

  /// Who may not list a bucket is told that a missing object is forbidden: then putting it tells.
  private boolean isThere(Artifact artifact) throws ProviderException, InterruptedException {
    try {
      clients
          .get()
          .headObject(
              r -> r.bucket(packaged.bucket()).key(artifact.key()).expectedBucketOwner(owner()));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == MISSING || e.statusCode() == FORBIDDEN) {
        return false;
      }
      throw refusal(e);
    } catch (SdkException e) {
      throw refusal(e);
    }
  }

  private ProviderException refusal(SdkException e) throws InterruptedException {
    Refusals.requireCalled(e);
    var what = "Bucket " + packaged.bucket() + " cannot take the artifacts of stack " + job.stack();
    int status = e instanceof S3Exception s3Failure ? s3Failure.statusCode() : 0;
    if (Refusals.code(e).equals("NoSuchBucket")) {
      return new ProviderException(
          Kind.FAILED,
          what + ": there is no such bucket.",
          "Make it in the stack's region, or write another one as `artifacts: {bucket: …}`.",
          e);
    }
    var elsewhere = status == MOVED || status == BAD ? elsewhere() : Optional.<String>empty();
    if (elsewhere.isPresent()) {
      return new ProviderException(
          Kind.FAILED,
          what + ": it is in another region, " + elsewhere.get() + ".",
          "Write a bucket of the stack's region as `artifacts: {bucket: …}`; each region may have its"
              + " own `artifacts`.",
          e);
    }
    return status == FORBIDDEN
        ? new ProviderException(
            Kind.FAILED,
            what + ": " + Refusals.message(e) + ".",
            "It belongs to another account, or the role that is used may not put objects there.",
            e)
        : Refusals.of(e, what);
  }

  /// The bucket's region, when it is not the stack's. An answer without a body does not tell.
  private Optional<String> elsewhere() throws InterruptedException {
    try {
      var location = clients.get().getBucketLocation(r -> r.bucket(packaged.bucket()));
      var region =
          Optional.ofNullable(location.locationConstraintAsString())
              .filter(name -> !name.isEmpty())
              .orElse("us-east-1");
      return Optional.of(region)
          .filter(name -> !job.settings().connection().region().equals(Optional.of(name)));
    } catch (SdkException e) {
      Refusals.requireCalled(e);
      return Optional.empty(); // then the first failure is told as it is
    }
  }

  /// The account that the bucket has to belong to, when the component names one.
  private @Nullable String owner() {
    return job.settings().connection().account().orElse(null);
  }
}
