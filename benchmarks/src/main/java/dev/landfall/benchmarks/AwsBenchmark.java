package dev.landfall.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What the stand-in of AWS costs, through AWS's own SDK: its start and memory, a stack of 30
/// resources, a plan of 20 unchanged stacks, objects and messages. The limit is a server that
/// answers the same requests without looking at them.
public final class AwsBenchmark {
  private static final int STARTS = 5;
  private static final int RESOURCES = 30;
  private static final int STACKS = 20;
  private static final int WARM_UP = 1_000;
  private static final int CALLS = 5_000;
  private static final int CLIENTS = 4;
  private static final int SIZE = 1_024;
  private static final String ACCOUNT = "111122223333";

  private final Path project;
  private final Path folder;

  private AwsBenchmark(Path project, Path folder) {
    this.project = project;
    this.folder = folder;
  }

  /// @param args the project's folder
  public static void main(String[] args) throws Exception {
    new AwsBenchmark(
            Path.of(args[0]).toAbsolutePath().normalize(),
            Files.createTempDirectory("landfall-benchmark"))
        .run();
  }

  private void run() throws Exception {
    Table.begin();
    for (int start = 1; start < STARTS; start++) {
      StandIn.start(project, folder, "aws").close();
    }
    try (var server = StandIn.start(project, folder, "aws")) {
      Table.row(
          "start, until it accepts connections", Table.seconds(server.seconds()), "< 0.5 s", "");
      TimeUnit.SECONDS.sleep(2);
      Table.row("idle", server.residentMegabytes() + " MB", "", "");
      var endpoint = URI.create(server.value("endpoint"));
      var secret = server.value("secretAccessKey");
      Table.row(
          "a stack of " + RESOURCES + " resources, first and second",
          Table.seconds(stack(endpoint, secret, "first"))
              + " and "
              + Table.seconds(stack(endpoint, secret, "second")),
          "< 1 s",
          "");
      Table.row(
          "`landfall plan` of " + STACKS + " unchanged stacks, the whole process",
          Table.seconds(plan(server)),
          "< 2 s",
          "");
      try (var s3 = s3(endpoint, secret)) {
        s3.createBucket(r ->
            r.bucket("bench").createBucketConfiguration(c -> c.locationConstraint("eu-west-2")));
      }
      String queue;
      try (var sqs = sqs(endpoint, secret)) {
        queue = sqs.createQueue(r -> r.queueName("bench")).queueUrl();
      }
      Table.row(
          String.format(Locale.ROOT, "S3 puts of 1 KiB, %d clients", CLIENTS),
          perMinute(puts(endpoint, secret)),
          "≥ 50,000 / min",
          perMinute(bare(url -> puts(url, secret))));
      Table.row(
          String.format(Locale.ROOT, "SQS messages sent, %d clients", CLIENTS),
          perMinute(messages(endpoint, secret, queue)),
          "≥ 50,000 / min",
          "");
    }
  }

  private static String perMinute(double seconds) {
    return String.format(Locale.ROOT, "%,d / min", Math.round(CALLS / seconds * 60));
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B prepared(
      B builder, URI endpoint, String secret) {
    return builder
        .endpointOverride(endpoint)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.EU_WEST_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCOUNT, secret)));
  }

  private static S3Client s3(URI endpoint, String secret) {
    return prepared(S3Client.builder(), endpoint, secret).forcePathStyle(true).build();
  }

  private static SqsClient sqs(URI endpoint, String secret) {
    return prepared(SqsClient.builder(), endpoint, secret).build();
  }

  /// Seconds from the call until the stack is there.
  private static double stack(URI endpoint, String secret, String name) throws Exception {
    var template =
        IntStream.range(0, RESOURCES)
            .mapToObj(i ->
                i % 3 == 0
                    ? "  Q" + i + ": {Type: AWS::SQS::Queue}"
                    : i % 3 == 1
                        ? "  B" + i + ": {Type: AWS::S3::Bucket}"
                        : "  L"
                            + i
                            + ": {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 30}}")
            .collect(Collectors.joining("\n", "Resources:\n", "\n"));
    try (var stacks = prepared(CloudFormationClient.builder(), endpoint, secret).build()) {
      stacks.listStacks();
      var began = System.nanoTime();
      stacks.createStack(r -> r.stackName(name).templateBody(template));
      while (true) {
        var status =
            stacks.describeStacks(r -> r.stackName(name)).stacks().getFirst().stackStatusAsString();
        if (status.equals("CREATE_COMPLETE")) {
          return (System.nanoTime() - began) / 1e9;
        }
        if (!status.equals("CREATE_IN_PROGRESS")) {
          throw new IOException(status);
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  /// Seconds of the whole process.
  private double plan(StandIn server) throws Exception {
    var platform = Files.createDirectories(folder.resolve("platform"));
    Files.writeString(
        platform.resolve("landfall.yaml"),
        """
        platform: bench
        components:
          landing-zone: {uses: cloudformation, with: {template: landing-zone.yaml}}
        environments: {dev: {regions: [%s]}}
        regions:
        %s
        """
            .formatted(
                IntStream.range(0, STACKS).mapToObj(i -> "r" + i).collect(Collectors.joining(", ")),
                IntStream.range(0, STACKS)
                    .mapToObj(i ->
                        "  r"
                            + i
                            + ": {aws: {region: eu-west-2, account: \"%d\"}}"
                                .formatted(100_000_000_000L + i))
                    .collect(Collectors.joining("\n"))));
    Files.writeString(
        platform.resolve("landing-zone.yaml"), "Resources: {Arrivals: {Type: AWS::SQS::Queue}}\n");
    var command =
        List.of(
            "--blueprint",
            platform.toString(),
            "--env",
            "dev",
            "--all-regions",
            "--parallel",
            Integer.toString(STACKS),
            "--state",
            folder.resolve("state").toString(),
            "--sandbox",
            server.readyFile().toString());
    landfall("deploy", command, "--yes");
    var times = new ArrayList<Double>();
    for (int i = 0; i < 3; i++) {
      times.add(landfall("plan", command).seconds());
    }
    return times.stream().sorted().toList().get(1);
  }

  private Timed landfall(String name, List<String> options, String... more) throws Exception {
    var command = new ArrayList<>(List.of(project.resolve("landfall").toString(), name));
    command.addAll(options);
    command.addAll(List.of(more));
    return Timed.run(folder, Map.of(), command);
  }

  private static double puts(URI endpoint, String secret) throws Exception {
    try (var s3 = s3(endpoint, secret)) {
      var body = RequestBody.fromBytes(new byte[SIZE]);
      return timed(i -> s3.putObject(r -> r.bucket("bench").key("in/" + i), body));
    }
  }

  private static double messages(URI endpoint, String secret, String queue) throws Exception {
    try (var sqs = sqs(endpoint, secret)) {
      return timed(i -> sqs.sendMessage(r -> r.queueUrl(queue).messageBody("message " + i)));
    }
  }

  private interface Call {
    Object run(int number);
  }

  /// Seconds of all calls, by several clients at once, after some that are not counted.
  private static double timed(Call call) throws Exception {
    all(call, WARM_UP);
    var began = System.nanoTime();
    all(call, CALLS);
    return (System.nanoTime() - began) / 1e9;
  }

  private static void all(Call call, int count) throws Exception {
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      var tasks = new ArrayList<Callable<Object>>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        tasks.add(() -> {
          Object last = "";
          for (int i = first; i < count; i += CLIENTS) {
            last = call.run(i);
          }
          return last;
        });
      }
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  private interface Work {
    double at(URI endpoint) throws Exception;
  }

  /// The same against a server that reads what it gets and answers with nothing.
  private static double bare(Work work) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getRequestBody().readAllBytes();
              exchange.getResponseHeaders().set("ETag", "\"0123456789abcdef0123456789abcdef\"");
              exchange.sendResponseHeaders(200, -1);
            }
          });
      server.start();
      return work.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    } finally {
      server.stop(0);
    }
  }
}
