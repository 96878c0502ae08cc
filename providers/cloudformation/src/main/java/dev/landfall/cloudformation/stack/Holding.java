package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Change.Loss;
import java.util.Map;
import java.util.Optional;

/// Which resources hold data that is gone when they are deleted.
final class Holding {
  private static final String UNKNOWN = "CloudFormation cannot tell how much";

  private static final Map<String, String> DATA =
      Map.ofEntries(
          Map.entry("AWS::S3::Bucket", "the bucket's objects"),
          Map.entry("AWS::SQS::Queue", "the queue's messages"),
          Map.entry("AWS::DynamoDB::Table", "the table's items"),
          Map.entry("AWS::DynamoDB::GlobalTable", "the table's items"),
          Map.entry("AWS::RDS::DBInstance", "the database"),
          Map.entry("AWS::RDS::DBCluster", "the database"),
          Map.entry("AWS::DocDB::DBCluster", "the database"),
          Map.entry("AWS::Neptune::DBCluster", "the database"),
          Map.entry("AWS::Cassandra::Table", "the table's rows"),
          Map.entry("AWS::Timestream::Table", "the table's rows"),
          Map.entry("AWS::FSx::FileSystem", "the file system's files"),
          Map.entry("AWS::Redshift::Cluster", "the warehouse"),
          Map.entry("AWS::Logs::LogGroup", "the group's log events"),
          Map.entry("AWS::EC2::Volume", "the volume's content"),
          Map.entry("AWS::EC2::Instance", "what lies on the instance's own volumes"),
          Map.entry("AWS::EFS::FileSystem", "the file system's files"),
          Map.entry("AWS::Kinesis::Stream", "the stream's records"),
          Map.entry("AWS::KMS::Key", "whatever is encrypted with the key"),
          Map.entry("AWS::SecretsManager::Secret", "the secret's value"),
          Map.entry("AWS::ECR::Repository", "the repository's images"),
          Map.entry("AWS::ElastiCache::ReplicationGroup", "the cache's content"),
          Map.entry("AWS::OpenSearchService::Domain", "the domain's indices"),
          Map.entry("AWS::Cognito::UserPool", "the pool's users"));

  private Holding() {}

  /// What is lost when a resource is deleted; empty when it holds nothing.
  static Optional<Loss> of(String type, String address) {
    return Optional.ofNullable(DATA.get(type))
        .map(what -> new Loss(address + ": " + what, UNKNOWN));
  }
}
