package dev.landfall.sandbox.aws;

import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.cloudformation.CloudFormation;
import dev.landfall.sandbox.aws.cloudformation.http.CloudFormationService;
import dev.landfall.sandbox.aws.cloudformation.operation.World;
import dev.landfall.sandbox.aws.cloudformation.state.JournalStore;
import dev.landfall.sandbox.aws.cloudformation.state.StackTables;
import dev.landfall.sandbox.aws.resource.ResourceHandlers;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Resources;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.s3.S3Service;
import dev.landfall.sandbox.aws.secrets.SecretValues;
import dev.landfall.sandbox.aws.ssm.StoredValues;
import dev.landfall.sandbox.network.Faults;
import java.io.Closeable;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// CloudFormation of all accounts and regions, on the threads it needs.
final class StackRegions implements Closeable {
  private final ExecutorService operations =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stack-operation-", 0).factory());
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stack-resource-", 0).factory());
  private final SecureRandom random = new SecureRandom();
  private final ResourceHandlers handlers;
  private final StackTables tables;
  private final S3Service buckets;
  private final ResourceStore store;
  private final StoredValues values;
  private final SecretValues secrets;
  private final Clock clock;
  private final CloudFormationService service = new CloudFormationService(this::region);

  StackRegions(
      StackTables tables,
      ResourceStore store,
      StoredValues values,
      SecretValues secrets,
      Resources resources,
      S3Service buckets,
      Faults faults,
      Clock clock) {
    this.tables = tables;
    this.store = store;
    this.values = values;
    this.secrets = secrets;
    this.buckets = buckets;
    this.handlers = new FaultyResources(resources, faults);
    this.clock = clock;
  }

  CloudFormationService service() {
    return service;
  }

  /// Goes on with the operations that were under way when the process ended.
  void resume() {
    tables.scopes().forEach(scope -> service.region(scope).resume());
  }

  private CloudFormation region(Scope scope) {
    var world =
        new World(
            scope,
            Specification.standard(),
            handlers,
            new JournalStore(tables, scope),
            new StoredParameters(values, scope),
            new ReferencedValues(values, secrets, store, scope),
            clock,
            random,
            operations,
            workers);
    return new CloudFormation(world, new BucketTemplates(buckets, scope));
  }

  @Override
  public void close() {
    operations.shutdownNow();
    workers.shutdownNow();
  }
}
