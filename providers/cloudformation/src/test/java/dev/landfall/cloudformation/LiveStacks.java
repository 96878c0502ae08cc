package dev.landfall.cloudformation;

import dev.landfall.cloudformation.AwsProxy.Fate;
import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.sandbox.aws.AwsServer;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.LiveSystem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Source;
import dev.landfall.spi.Target;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.s3.S3Client;

/// An AWS behind a proxy, and one component with a stack in it.
final class LiveStacks implements LiveSystem<CloudFormationSettings> {
  static final String STACK = "landing-zone-dev-sydney";
  static final String TEMPLATE =
      """
      Parameters:
        Key: {Type: String, NoEcho: true}
        Retention: {Type: Number, Default: 7}
      Resources:
        Raw:
          Type: AWS::S3::Bucket
          Properties: {BucketName: raw-sydney}
        Arrivals:
          Type: AWS::SQS::Queue
          Properties: {QueueName: arrivals}
        Log:
          Type: AWS::Logs::LogGroup
          Properties: {LogGroupName: /landing, RetentionInDays: !Ref Retention}
        Login:
          Type: AWS::SecretsManager::Secret
          Properties: {Name: login, SecretString: !Ref Key}
      Outputs:
        BucketName: {Value: !Ref Raw}
        QueueArn: {Value: !GetAtt Arrivals.Arn}
      """;
  private static final String OUTSIDE =
      """
      Parameters:
        Key: {Type: String, NoEcho: true}
      Resources:
        Raw:
          Type: AWS::S3::Bucket
          Properties: {BucketName: raw-sydney}
        Outside:
          Type: AWS::SNS::Topic
          Properties: {TopicName: outside}
      """;
  private static final Pattern ACTION = Pattern.compile("Action=(\\w+)");
  private static final String KEY = "s3cr3t-parameter";
  private static final String ACCOUNT = "111122223333";
  private static final Region REGION = Region.AP_SOUTHEAST_2;
  private static final Target TARGET = new Target("dev", "sydney");

  private final AwsServer server;
  private final AwsProxy proxy;
  private final Path folder;
  private final CloudFormationClient client;
  private String template = TEMPLATE;
  private Map<String, Value> parameters = Map.of("Key", new Value.Known(KEY, true));
  private Optional<CloudFormationSettings.Artifacts> artifacts = Optional.empty();
  private String release = "r1";
  private Optional<Boolean> termination = Optional.empty();
  private Optional<Value> policy = Optional.empty();
  private List<String> retain = List.of();
  private final List<String> calls = new ArrayList<>();
  private int left = Integer.MAX_VALUE;
  private Fault fault = Fault.NONE;
  private Runnable reached = () -> {};

  LiveStacks(Path folder) throws IOException {
    this.folder = folder;
    server =
        AwsServer.start(
            AwsServer.Options.defaults()
                .withSecret("s3cr3t-access-key")
                .withDeploymentRole("arn:aws:iam::444455556666:role/deployer"));
    proxy = AwsProxy.start(server.port(), this::before);
    client =
        CloudFormationClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .endpointOverride(URI.create(server.endpoint()))
            .region(REGION)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ACCOUNT, server.secret())))
            .build();
  }

  AwsServer server() {
    return server;
  }

  CloudFormationClient client() {
    return client;
  }

  LiveStacks template(String text) {
    template = text;
    return this;
  }

  LiveStacks parameters(Map<String, Value> values) {
    parameters = values;
    return this;
  }

  LiveStacks artifacts(String bucket, String prefix) {
    artifacts =
        Optional.of(new CloudFormationSettings.Artifacts(Optional.of(bucket), Optional.of(prefix)));
    return this;
  }

  LiveStacks release(String id) {
    release = id;
    return this;
  }

  LiveStacks terminationProtection(boolean on) {
    termination = Optional.of(on);
    return this;
  }

  LiveStacks retain(String... resources) {
    retain = List.of(resources);
    return this;
  }

  /// @param json the policy, or the path of its file
  LiveStacks stackPolicy(Object json) {
    policy = Optional.of(new Value.Known(json, false));
    return this;
  }

  /// A client for the buckets of the account.
  S3Client s3() {
    return s3(ACCOUNT, REGION.id());
  }

  S3Client s3(String account, String region) {
    return S3Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .endpointOverride(URI.create(server.endpoint()))
        .region(Region.of(region))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(account, server.secret())))
        .build();
  }

  @Override
  public Provider<CloudFormationSettings> provider() {
    return new CloudFormationProvider();
  }

  @Override
  public Desired<CloudFormationSettings> desired() {
    return desired(Optional.of(ACCOUNT));
  }

  /// @param account the one that the blueprint names
  Desired<CloudFormationSettings> desired(Optional<String> account) {
    return desired(account, Optional.empty(), Optional.empty());
  }

  /// @param name of the stack, when it is not the usual one
  /// @param role the ARN of one to assume
  Desired<CloudFormationSettings> desired(
      Optional<String> account, Optional<String> name, Optional<String> role) {
    try {
      Files.writeString(folder.resolve("landing.yaml"), template);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var connection =
        new CloudFormationSettings.Connection(
            Optional.of(REGION.id()),
            account,
            Optional.empty(),
            role,
            Optional.empty(),
            Optional.of(ACCOUNT),
            Optional.of(Secret.of(server.secret())),
            Optional.of(proxy.endpoint()));
    var settings =
        new CloudFormationSettings(
            "landing.yaml",
            name,
            Optional.of(connection),
            parameters,
            Map.of("team", new Value.Known("data", false)),
            List.of(),
            List.of(),
            artifacts,
            termination,
            policy,
            retain);
    return new Desired<>(
        TARGET, "landing-zone", settings, new Source(folder, "", "x"), new Goal.Latest(), release);
  }

  @Override
  public void changeFromOutside() {
    var isNew = stack().isEmpty() || stack().get().stackStatusAsString().startsWith("REVIEW");
    client.createChangeSet(r ->
        r.stackName(STACK)
            .changeSetName("outside")
            .changeSetType(isNew ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
            .templateBody(OUTSIDE)
            .parameters(Parameter.builder().parameterKey("Key").parameterValue("outside").build()));
    client.executeChangeSet(r -> r.stackName(STACK).changeSetName("outside"));
    settled();
  }

  /// Waits until no operation is under way.
  void settled() {
    settled(STACK);
  }

  /// Waits until no operation on a stack is under way.
  void settled(String name) {
    while (stack(name).map(s -> s.stackStatusAsString().endsWith("_IN_PROGRESS")).orElse(false)) {
      Thread.onSpinWait();
    }
  }

  Optional<Stack> stack() {
    return stack(STACK);
  }

  private Optional<Stack> stack(String name) {
    try {
      return client.describeStacks(r -> r.stackName(name)).stacks().stream().findFirst();
    } catch (CloudFormationException e) {
      return Optional.empty();
    }
  }

  /// A stack that only waits for its change set is none yet.
  @Override
  public String snapshot() {
    var live = stack().filter(s -> !s.stackStatusAsString().startsWith("REVIEW"));
    if (live.isEmpty()) {
      return "no stack";
    }
    var resources = new TreeMap<String, String>();
    client
        .describeStackResources(r -> r.stackName(STACK))
        .stackResources()
        .forEach(resource ->
            resources.put(
                resource.logicalResourceId(), String.valueOf(resource.resourceStatusAsString())));
    return live.get().stackStatusAsString() + live.get().outputs() + resources;
  }

  @Override
  public List<String> effects() {
    return events().stream()
        .filter(event -> event.resourceStatusAsString().endsWith("_COMPLETE"))
        .map(event -> event.resourceStatusAsString() + " " + event.logicalResourceId())
        .toList();
  }

  /// The stack's events, oldest first.
  List<StackEvent> events() {
    return stack().isEmpty()
        ? List.of()
        : client.describeStackEventsPaginator(r -> r.stackName(STACK)).stackEvents().stream()
            .collect(Collectors.toList())
            .reversed();
  }

  @Override
  public synchronized void arm(int nth, Fault how, Runnable then) {
    left = nth;
    fault = how;
    reached = then;
  }

  private Fate before(String request) {
    Fault happens;
    synchronized (this) {
      calls.add(
          ACTION
              .matcher(request)
              .results()
              .map(m -> m.group(1))
              .findFirst()
              .orElseGet(() -> request.substring(0, request.indexOf(' ')) + " object"));
      if (!request.contains("Action=ExecuteChangeSet") || --left != 0) {
        return Fate.PASS;
      }
      happens = fault;
    }
    reached.run();
    return switch (happens) {
      case NONE -> Fate.PASS;
      case LOST_REQUEST -> Fate.CUT;
      case LOST_ANSWER -> Fate.CUT_ANSWER;
    };
  }

  /// The calls that providers have made since this was asked last.
  synchronized List<String> calls() {
    var made = List.copyOf(calls);
    calls.clear();
    return made;
  }

  /// Orders a fault.
  void fault(String json) throws IOException, InterruptedException {
    send(faults().POST(HttpRequest.BodyPublishers.ofString(json)).build());
  }

  /// Takes all orders back.
  void forgetFaults() throws IOException, InterruptedException {
    send(faults().DELETE().build());
  }

  private HttpRequest.Builder faults() {
    return HttpRequest.newBuilder(URI.create(server.endpoint() + "/_landfall/faults"));
  }

  private static void send(HttpRequest request) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IOException(answer.body());
      }
    }
  }

  /// Nothing is held that a dead provider could give back.
  @Override
  public void sever() {}

  @Override
  public List<Secret> secrets() {
    return List.of(Secret.of(KEY), Secret.of(server.secret()));
  }

  @Override
  public void close() {
    client.close();
    try {
      proxy.close();
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
