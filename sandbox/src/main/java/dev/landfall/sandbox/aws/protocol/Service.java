package dev.landfall.sandbox.aws.protocol;

/// One of AWS's services, for all accounts and regions. Threads share it.
public interface Service {
  /// The largest body of a service that has no reason to take more.
  long BODY_LIMIT = 4L * 1024 * 1024;

  /// As it stands in the scope of a signature, such as `sqs`.
  String name();

  /// What the request is written in, and so the answer.
  Wire wire(Request request);

  /// What a call asks for. Nothing is carried out yet: faults come in between.
  ///
  /// @throws AwsError when there is no such operation
  Operation operation(Call call) throws AwsError;

  /// How many bytes a request's body may have.
  default long bodyLimit() {
    return BODY_LIMIT;
  }
}
