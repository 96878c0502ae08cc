package dev.landfall.sandbox.aws;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Limits;
import dev.landfall.sandbox.aws.cloudformation.TemplateSource;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.s3.S3Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Templates in the buckets of an account, of whatever region. Threads may share it.
final class BucketTemplates implements TemplateSource {
  private final S3Service buckets;
  private final Scope scope;

  BucketTemplates(S3Service buckets, Scope scope) {
    this.buckets = buckets;
    this.scope = scope;
  }

  @Override
  public Optional<String> read(String url) throws CloudFormationException {
    var address = TemplateAddress.of(url);
    try {
      var bytes =
          buckets.read(
              scope.account(),
              address.bucket(),
              address.key(),
              address.version(),
              Limits.MAX_URL_BYTES + 1);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (AwsError e) {
      if (e.code().equals("NoSuchKey")) {
        return Optional.empty();
      }
      throw CloudFormationException.validation(
          "S3 error: "
              + e.message()
              + " For more information check"
              + " http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
