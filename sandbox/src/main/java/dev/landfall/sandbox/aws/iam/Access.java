package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.iam.policy.Asked;
import dev.landfall.sandbox.aws.iam.policy.Caller;
import dev.landfall.sandbox.aws.iam.policy.Decision;
import dev.landfall.sandbox.aws.iam.policy.Decision.Granted;
import dev.landfall.sandbox.aws.iam.policy.Decision.Guarded;
import dev.landfall.sandbox.aws.iam.policy.MalformedPolicyException;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.Authorizer;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Trouble;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.AccessKeyIds;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// Decides who may do what, by the policies that there are. Threads share it.
///
/// The stand-in speaks plain HTTP on the loopback interface: for `aws:SecureTransport` it counts as
/// if it were TLS.
public final class Access implements Authorizer {
  private static final int REMEMBERED = 1_000;
  private static final Policy NOTHING =
      parsed(
          "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\","
              + "\"Resource\":\"*\",\"Principal\":\"*\"}}");

  private final Iam iam;
  private final Clock clock;
  private final Map<Text, Policy> policies = new ConcurrentHashMap<>();

  private record Text(Policy.Kind kind, String text) {}

  public Access(Iam iam, Clock clock) {
    this.iam = iam;
    this.clock = clock;
  }

  private static Policy parsed(String text) {
    try {
      return Policy.parse(text, Policy.Kind.RESOURCE);
    } catch (MalformedPolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<Identity> owner(String accessKeyId) {
    var account = AccessKeyIds.account(accessKeyId);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    var scope = scope(account.get());
    return iam.directory()
        .find(scope, IamTypes.ACCESS_KEY, accessKeyId)
        .filter(key -> !key.properties().path("Status").asString("Active").equals("Inactive"))
        .flatMap(key -> iam.directory().find(scope, IamTypes.USER, Directory.text(key, "UserName")))
        .map(user ->
            new Identity(
                account.get(), Directory.text(user, "Arn"), Directory.text(user, "UserId")));
  }

  private static Scope scope(String account) {
    return new Scope(account, "us-east-1");
  }

  @Override
  public void check(Call call, Permission permission) throws AwsError {
    var context = new LinkedHashMap<>(permission.context());
    context.put("aws:RequestedRegion", List.of(call.region()));
    call.request()
        .header("User-Agent")
        .ifPresent(agent -> context.put("aws:UserAgent", List.of(agent)));
    var full =
        new Permission(
            permission.action(),
            permission.resource(),
            permission.account(),
            permission.policy(),
            context);
    var decision = decide(call.identity(), full);
    if (!decision.allowed()) {
      throw refused(call, full, decision);
    }
  }

  /// Whether somebody may do something.
  public Decision decide(Identity identity, Permission permission) {
    var caller = caller(identity);
    var account = permission.account().isEmpty() ? caller.account() : permission.account();
    var context = new LinkedHashMap<>(permission.context());
    context.put("aws:ResourceAccount", List.of(account));
    return Decision.of(
        asked(caller, permission.action(), permission.resource(), context),
        granted(caller),
        new Guarded(
            account,
            permission.policy().map(text -> policy(text, Policy.Kind.RESOURCE)),
            isKey(permission)));
  }

  /// Keys are open to their account only as far as their own policy says so.
  private static boolean isKey(Permission permission) {
    return permission.action().startsWith("kms:") && permission.policy().isPresent();
  }

  /// Whether a service of AWS may do something with a resource: only that says so.
  public Decision decide(String servicePrincipal, Permission permission) {
    return Decision.of(
        asked(
            new Caller.Service(servicePrincipal),
            permission.action(),
            permission.resource(),
            permission.context()),
        new Granted(List.of(), Optional.empty()),
        new Guarded(
            permission.account(),
            permission.policy().map(text -> policy(text, Policy.Kind.RESOURCE)),
            false));
  }

  Asked asked(Caller caller, String action, String resource, Map<String, List<String>> context) {
    var all = new LinkedHashMap<String, List<String>>();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    all.put("aws:CurrentTime", List.of(now.toString()));
    all.put("aws:EpochTime", List.of(Long.toString(now.getEpochSecond())));
    all.put("aws:SecureTransport", List.of("true"));
    all.put("aws:SourceIp", List.of("127.0.0.1"));
    all.putAll(context);
    return Asked.of(caller, action, resource, all);
  }

  Caller caller(Identity identity) {
    var arn = identity.arn();
    var account = identity.account();
    if (arn.contains(":assumed-role/")) {
      var role = arn.split("/", -1)[1];
      return new Caller.Session(account, arn, iam.roleArn(scope(account), role), identity.userId());
    }
    return arn.contains(":user/")
        ? new Caller.User(account, arn, identity.userId())
        : new Caller.Root(account);
  }

  /// What a caller's own account allows it.
  Granted granted(Caller caller) {
    return switch (caller) {
      case Caller.Root _, Caller.Service _, Caller.Federated _ ->
          new Granted(List.of(), Optional.empty());
      case Caller.User user -> granted(user.account(), Holder.USER, user.name(), user.id());
      case Caller.Session session ->
          granted(
              session.account(),
              Holder.ROLE,
              session.role().substring(session.role().lastIndexOf('/') + 1),
              session.id().split(":", 2)[0]);
    };
  }

  private Granted granted(String account, Holder holder, String name, String id) {
    var scope = scope(account);
    var found =
        iam.directory()
            .find(scope, holder.type(), name)
            .filter(resource -> Directory.text(resource, holder.word() + "Id").equals(id));
    if (found.isEmpty()) {
      return new Granted(List.of(), Optional.empty());
    }
    var documents = new ArrayList<>(iam.attachments().documents(scope, holder, name));
    for (var group : Directory.texts(found.get(), "Groups")) {
      documents.addAll(iam.attachments().documents(scope, Holder.GROUP, group));
    }
    return new Granted(
        documents.stream().map(document -> policy(document, Policy.Kind.IDENTITY)).toList(),
        boundary(scope, found.get()));
  }

  private Optional<Policy> boundary(Scope scope, Resource holder) {
    var arn = Directory.text(holder, "PermissionsBoundary");
    return arn.isEmpty()
        ? Optional.empty()
        : iam.attachments()
            .document(scope, arn)
            .map(document -> policy(document, Policy.Kind.IDENTITY))
            .or(() -> Optional.of(NOTHING));
  }

  Policy policy(JsonNode document, Policy.Kind kind) {
    return policy(Documents.text(document), kind);
  }

  /// A policy that was taken before; one that cannot be read lets nobody in.
  private Policy policy(String text, Policy.Kind kind) {
    if (policies.size() > REMEMBERED) {
      policies.clear();
    }
    return policies.computeIfAbsent(
        new Text(kind, text),
        key -> {
          try {
            return Policy.parse(key.text(), key.kind());
          } catch (MalformedPolicyException e) {
            return NOTHING;
          }
        });
  }

  private static AwsError refused(Call call, Permission permission, Decision decision) {
    var foreign = !permission.account().isEmpty() && !permission.account().equals(call.account());
    if (call.wire() instanceof Wire.RestXml && foreign) {
      return Trouble.ACCESS_DENIED.on(call.wire());
    }
    return denied(call.wire(), call.identity(), permission, decision);
  }

  /// What a service says to somebody who may not do something.
  public static AwsError denied(
      Wire wire, Identity identity, Permission permission, Decision decision) {
    var sqs = permission.action().startsWith("sqs:");
    var sns = permission.action().startsWith("sns:");
    var action =
        sqs
            ? permission.action().toLowerCase(Locale.ROOT)
            : sns ? permission.action().replaceFirst("^sns", "SNS") : permission.action();
    var resource =
        wire instanceof Wire.RestXml ? "\"" + permission.resource() + "\"" : permission.resource();
    var message =
        "User: "
            + identity.arn()
            + " is not authorized to perform: "
            + action
            + (permission.resource().equals("*") ? "" : " on resource: " + resource)
            + " "
            + decision.reason(action);
    if (wire instanceof Wire.Ec2) {
      return Trouble.ACCESS_DENIED.on(
          wire, "You are not authorized to perform this operation. " + message);
    }
    if (sns) {
      return new AwsError("AuthorizationError", 403, message);
    }
    var error = Trouble.ACCESS_DENIED.on(wire, message);
    return sqs || wire instanceof Wire.RestJson ? new AwsError(error.code(), 403, message) : error;
  }
}
