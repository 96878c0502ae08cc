package dev.landfall.cloudformation.stack;

import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/// Asks CloudFormation of one account and region how its operations are going. All that wait there
/// take turns, so that many stacks at once are not throttled for long, and what they do begin is
/// not throttled because of them. Threads may share it.
final class Poller {
  private static final int ATTEMPTS = 5;
  private static final int SERVER_ERROR = 500;

  private final CloudFormationClient client;
  private final Pace pace;

  /// @param client which repeats nothing by itself
  /// @param pace of its account and region
  Poller(CloudFormationClient client, Pace pace) {
    this.client = client;
    this.pace = pace;
  }

  /// Asks one question, again and again while it is throttled: the operation goes on meanwhile.
  ///
  /// @throws SdkException when it is refused, or breaks several times
  <T> T ask(Function<CloudFormationClient, T> question) throws InterruptedException {
    int broken = 0;
    while (true) {
      Thread.sleep(pace.turn(System.nanoTime()));
      try {
        var answer = question.apply(client);
        pace.answered();
        return answer;
      } catch (SdkException e) {
        Refusals.requireCalled(e);
        boolean isThrottled = RetryUtils.isThrottlingException(e);
        if (!isThrottled && (!isBroken(e) || ++broken == ATTEMPTS)) {
          throw e;
        }
        pace.throttled();
      }
    }
  }

  /// Whether no answer came, or one that says nothing of the question.
  private static boolean isBroken(SdkException e) {
    return e instanceof AwsServiceException service
        ? service.statusCode() >= SERVER_ERROR
        : e.retryable();
  }
}
