package dev.landfall.sandbox.aws;

import dev.landfall.sandbox.aws.cloudcontrol.CloudControlService;
import dev.landfall.sandbox.aws.cloudformation.state.StackTables;
import dev.landfall.sandbox.aws.ec2.Ec2Service;
import dev.landfall.sandbox.aws.iam.Access;
import dev.landfall.sandbox.aws.iam.Iam;
import dev.landfall.sandbox.aws.iam.IamService;
import dev.landfall.sandbox.aws.iam.RoleTrust;
import dev.landfall.sandbox.aws.kms.KmsService;
import dev.landfall.sandbox.aws.lambda.LambdaService;
import dev.landfall.sandbox.aws.logs.LogsService;
import dev.landfall.sandbox.aws.protocol.AwsProtocol;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.resource.DirectResources;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Resources;
import dev.landfall.sandbox.aws.s3.S3Service;
import dev.landfall.sandbox.aws.secrets.SecretsService;
import dev.landfall.sandbox.aws.sns.SnsService;
import dev.landfall.sandbox.aws.sqs.SqsService;
import dev.landfall.sandbox.aws.ssm.SsmService;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.sts.StsService;
import dev.landfall.sandbox.network.Faults;
import dev.landfall.sandbox.network.HttpListener;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/// An AWS on this machine: one port for all accounts and regions. Twelve digits as the access key
/// id are the root user of that account, with [Options#secret] as the secret access key. Threads
/// may share it.
public final class AwsServer implements AutoCloseable {
  private static final String ACCOUNT = "111122223333";

  private final HttpListener listener;
  private final HttpListener.Place place;
  private final Options options;
  private final Keys keys;
  private final Iam iam;
  private final Folders folders;
  private final List<Closeable> parts;

  private AwsServer(
      HttpListener listener,
      HttpListener.Place place,
      Options options,
      Keys keys,
      Iam iam,
      Folders folders,
      List<Closeable> parts) {
    this.listener = listener;
    this.place = place;
    this.options = options;
    this.keys = keys;
    this.iam = iam;
    this.folders = folders;
    this.parts = List.copyOf(parts);
  }

  /// How it is started. Immutable; threads may share it.
  public static final class Options {
    private Optional<Path> home = Optional.empty();
    private InetAddress address = InetAddress.getLoopbackAddress();
    private boolean anyAddress;
    private int port;
    private String secret = "landfall";
    private Clock clock = Clock.systemUTC();
    private Set<String> deploymentRoles = Set.of();

    private Options() {}

    /// Without a home, on a free port.
    public static Options defaults() {
      return new Options();
    }

    /// The only place where fields are written: those of a copy nobody has seen yet.
    private Options with(Consumer<Options> change) {
      var copy = new Options();
      copy.home = home;
      copy.address = address;
      copy.anyAddress = anyAddress;
      copy.port = port;
      copy.secret = secret;
      copy.clock = clock;
      copy.deploymentRoles = deploymentRoles;
      change.accept(copy);
      return copy;
    }

    /// @param folder where everything is kept; without one nothing outlives the server
    public Options withHome(Path folder) {
      return with(copy -> copy.home = Optional.of(folder));
    }

    /// @param number 0 for a free one
    public Options withPort(int number) {
      return with(copy -> copy.port = number);
    }

    /// @param any whether it may be another than a loopback address
    public Options withAddress(InetAddress where, boolean any) {
      return with(copy -> {
        copy.address = where;
        copy.anyAddress = any;
      });
    }

    /// The secret access key of every account.
    public Options withSecret(String key) {
      return with(copy -> copy.secret = key);
    }

    public Options withClock(Clock time) {
      return with(copy -> copy.clock = time);
    }

    /// With a role that is there from the start, trusts everybody and may do everything in its
    /// account: the one that a rollout becomes. All others have to be made.
    public Options withDeploymentRole(String arn) {
      var more = new TreeSet<>(deploymentRoles);
      more.add(arn);
      return with(copy -> copy.deploymentRoles = Set.copyOf(more));
    }

    /// The secret access key of every account.
    public String secret() {
      return secret;
    }

    @Override
    public String toString() {
      return "Options[home=" + home + ", address=" + address + ", port=" + port + "]";
    }
  }

  /// Starts a server; it accepts connections when this returns.
  ///
  /// @throws IOException when the port is taken, or the home cannot be used
  /// @throws IllegalArgumentException for an address that is not the machine's own, unless the
  ///   options allow it
  public static AwsServer start(Options options) throws IOException {
    var place = new HttpListener.Place(options.address, options.port, options.anyAddress);
    var keys = new Keys(options.secret, new SecureRandom());
    var folders = Folders.of(options.home);
    var journal = Journal.open(options.home.map(_ -> folders.home().resolve("journal.jsonl")));
    var faults = new Faults();
    var store = new ResourceStore(journal);
    var random = new SecureRandom();
    var iam = new Iam(store, keys, options.clock, random);
    var access = new Access(iam, options.clock);
    var queues = new SqsService(journal, options.clock);
    var logs = new LogsService(store, journal, options.clock, random);
    var parameters = new SsmService(journal, keys, options.clock);
    var secrets = new SecretsService(journal, options.clock, random);
    var roles = new RoleTrust(iam, access);
    var functions =
        new LambdaService(
            new LambdaService.Parts(
                store,
                journal,
                folders.home().resolve("lambda"),
                keys,
                access,
                roles,
                queues::permission,
                options.clock,
                random));
    var topics = new SnsService(journal, queues, functions, access, options.clock);
    var cryptography = new KmsService(journal, keys, access, options.clock, random);
    var machines = new Ec2Service(store, journal, options.clock);
    var buckets =
        new S3Service(
            journal,
            folders.home().resolve("objects"),
            keys,
            new BucketDestinations(queues, functions, topics, access),
            access,
            options.clock);
    var backings = new HashMap<>(iam.backings());
    backings.putAll(buckets.backings());
    backings.putAll(queues.backings());
    backings.putAll(functions.backings());
    backings.putAll(logs.backings());
    backings.putAll(parameters.backings());
    backings.putAll(secrets.backings());
    backings.putAll(topics.backings());
    backings.putAll(machines.backings());
    backings.putAll(cryptography.backings());
    var resources = new Resources(store, backings, random);
    var stacks =
        new StackRegions(
            new StackTables(journal),
            store,
            parameters,
            secrets,
            resources,
            buckets,
            faults,
            options.clock);
    List<Service> services =
        List.of(
            new StsService(keys, roles, options.clock),
            new IamService(iam),
            buckets,
            queues,
            functions,
            logs,
            parameters,
            secrets,
            topics,
            machines,
            cryptography,
            new CloudControlService(
                new DirectResources(store, backings, resources), journal, options.clock),
            stacks.service());
    options.deploymentRoles.forEach(iam::addDeploymentRole);
    var protocol =
        new AwsProtocol(
            services,
            keys,
            access,
            faults,
            options.clock,
            folders.bodies(),
            () -> UUID.randomUUID().toString());
    buckets.resume();
    stacks.resume();
    var listener = HttpListener.start(place, protocol::handle);
    functions.resume(protocol, endpoint(place, listener));
    topics.resume();
    return new AwsServer(
        listener,
        place,
        options,
        keys,
        iam,
        folders,
        List.of(stacks, functions::close, buckets, journal, folders));
  }

  /// Where it listens, such as `http://127.0.0.1:4711`.
  public String endpoint() {
    return endpoint(place, listener);
  }

  private static String endpoint(HttpListener.Place place, HttpListener listener) {
    return "http://" + place.host() + ":" + listener.port();
  }

  public int port() {
    return listener.port();
  }

  /// An account for those who have no reason to choose one: its number is the access key id.
  public String account() {
    return ACCOUNT;
  }

  /// The secret access key of every account.
  public String secret() {
    return options.secret;
  }

  /// Temporary credentials of a user of a service that runs in AWS, as Snowflake has one: it may
  /// assume the roles that trust it, and use the queues of its own account.
  ///
  /// @param arn of the user
  public Keys.Temporary serviceUser(String arn) {
    return keys.issue(iam.addServiceUser(arn), options.clock.instant(), Duration.ofHours(1));
  }

  /// Makes a role that trusts everybody and may do everything in its account, unless it is there:
  /// the one that a rollout becomes, which an account has before anything is rolled out to it.
  ///
  /// @param arn of the role
  public void addDeploymentRole(String arn) {
    iam.addDeploymentRole(arn);
  }

  /// Where everything is kept while it runs.
  Path folder() {
    return folders.home();
  }

  /// Stops. Without a home everything is gone.
  @Override
  public void close() throws IOException {
    listener.close();
    for (var part : parts) {
      part.close();
    }
  }
}
