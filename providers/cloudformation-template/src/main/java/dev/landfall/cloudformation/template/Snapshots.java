package dev.landfall.cloudformation.template;

import dev.landfall.cloudformation.template.Template.Policy;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which resources can be deleted behind a snapshot of them.
///
/// Source: "DeletionPolicy attribute" in the CloudFormation Template Reference.
public final class Snapshots {
  private static final String DATABASE = "AWS::RDS::DBInstance";
  private static final String CLUSTER = "AWS::RDS::DBCluster";
  private static final Set<String> SUPPORTED =
      Set.of(
          "AWS::DocDB::DBCluster",
          "AWS::EC2::Volume",
          "AWS::ElastiCache::CacheCluster",
          "AWS::ElastiCache::ReplicationGroup",
          "AWS::Neptune::DBCluster",
          CLUSTER,
          DATABASE,
          "AWS::Redshift::Cluster");

  private Snapshots() {}

  /// Whether a type has snapshots.
  public static boolean areOf(String type) {
    return SUPPORTED.contains(type);
  }

  /// What becomes of a resource whose template does not say so.
  static Policy deletionPolicy(String type, JsonNode properties) {
    boolean snapshot =
        type.equals(CLUSTER) || (type.equals(DATABASE) && !properties.has("DBClusterIdentifier"));
    return snapshot ? Policy.SNAPSHOT : Policy.DELETE;
  }
}
