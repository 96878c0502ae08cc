package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The names that CloudFormation gives to resources whose template names none: the stack's name,
/// the logical id and random characters, in the form that the service takes (CloudFormation User
/// Guide, "Name type").
public final class GeneratedNames {
  private static final int RANDOM = 12;
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final Map<String, Integer> LONGEST =
      Map.ofEntries(
          Map.entry("AWS::S3::Bucket", 63),
          Map.entry("AWS::S3::AccessPoint", 50),
          Map.entry("AWS::SQS::Queue", 80),
          Map.entry("AWS::SNS::Topic", 256),
          Map.entry("AWS::IAM::Role", 64),
          Map.entry("AWS::IAM::User", 64),
          Map.entry("AWS::Lambda::Function", 64),
          Map.entry("AWS::Lambda::EventInvokeConfig", 64),
          Map.entry("AWS::Events::Rule", 64),
          Map.entry("AWS::Events::Archive", 48),
          Map.entry("AWS::Scheduler::Schedule", 64),
          Map.entry("AWS::Scheduler::ScheduleGroup", 64),
          Map.entry("AWS::StepFunctions::StateMachine", 80),
          Map.entry("AWS::StepFunctions::Activity", 80),
          Map.entry("AWS::DynamoDB::Table", 255),
          Map.entry("AWS::Logs::LogGroup", 512),
          Map.entry("AWS::RDS::DBInstance", 63),
          Map.entry("AWS::RDS::DBCluster", 63),
          Map.entry("AWS::ElasticLoadBalancingV2::LoadBalancer", 32),
          Map.entry("AWS::ElasticLoadBalancingV2::TargetGroup", 32));

  private static final Set<String> LOWER_CASE = Set.of("S3", "RDS", "ECR", "Glue");

  /// The recorded names of these begin with `CFN` instead of the stack's name.
  private static final Set<String> WITHOUT_STACK = Set.of("AWS::SSM::Parameter");

  private GeneratedNames() {}

  /// A new name.
  ///
  /// @param fifo whether it has to end with `.fifo`
  public static String next(ResourceType type, Owner owner, boolean fifo, RandomGenerator random) {
    var ending = fifo ? ".fifo" : "";
    int longest = LONGEST.getOrDefault(type.name(), 128) - ending.length();
    var first = WITHOUT_STACK.contains(type.name()) ? "CFN" : owner.stackName();
    var second = owner.logicalId();
    int room = longest - RANDOM - 2;
    if (first.length() + second.length() > room) {
      second =
          second.substring(0, Math.min(second.length(), Math.max(room / 2, room - first.length())));
      first = first.substring(0, Math.min(first.length(), room - second.length()));
    }
    var name = first + "-" + second + "-" + letters(LETTERS, RANDOM, random);
    return (LOWER_CASE.contains(type.service()) ? name.toLowerCase(Locale.ROOT) : name) + ending;
  }

  /// Random letters out of those given.
  static String letters(String from, int count, RandomGenerator random) {
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }
}
