package dev.landfall.sandbox.aws.sts;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.protocol.Keys.Temporary;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Trouble;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.sts.TrustPolicies.Admitted;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/// STS. Threads share it.
///
/// Source: the AWS Security Token Service API Reference.
public final class StsService implements Service {
  private static final Wire WIRE = new Wire.Query("https://sts.amazonaws.com/doc/2011-06-15/");
  private static final int SHORTEST = 900;
  private static final int LONGEST = 43_200;
  private static final int USUAL = 3_600;
  private static final String SESSION_NAME = "[\\w+=,.@-]{2,64}";

  private final Keys keys;
  private final TrustPolicies policies;
  private final Clock clock;

  public StsService(Keys keys, TrustPolicies policies, Clock clock) {
    this.keys = keys;
    this.policies = policies;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "sts";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    var action = call.action();
    return switch (action) {
      case "GetCallerIdentity" -> Operation.of(action, "", () -> callerIdentity(call)).needing();
      case "AssumeRole" -> Operation.of(action, role(call), () -> assumeRole(call)).needing();
      case "AssumeRoleWithWebIdentity" ->
          Operation.unsigned(action, role(call), () -> assumeRoleWithWebIdentity(call));
      default ->
          throw Trouble.UNKNOWN_ACTION.on(
              WIRE, "Could not find operation " + action + " for version 2011-06-15");
    };
  }

  private static String role(Call call) {
    return call.parameters().text("RoleArn").orElse("");
  }

  private static Reply callerIdentity(Call call) {
    var identity = call.identity();
    return Reply.result(
        call,
        xml ->
            xml.text("Arn", identity.arn())
                .text("UserId", identity.userId())
                .text("Account", identity.account()));
  }

  private Reply assumeRole(Call call) throws AwsError {
    var parameters = call.parameters();
    var externalId = parameters.text("ExternalId");
    var caller = call.identity();
    var assumed =
        assume(
            parameters,
            role ->
                policies
                    .admits(caller, role, externalId)
                    .orElseThrow(() ->
                        denied(
                            "User: "
                                + caller.arn()
                                + " is not authorized to perform: sts:AssumeRole on resource: "
                                + role)));
    return Reply.result(call, assumed::write);
  }

  private Reply assumeRoleWithWebIdentity(Call call) throws AwsError {
    var parameters = call.parameters();
    var claims = WebIdentity.read(required(parameters, "WebIdentityToken"));
    var assumed = assume(parameters, role -> admitted(claims, role));
    return Reply.result(
        call,
        xml -> {
          assumed.write(xml);
          xml.text("SubjectFromWebIdentityToken", claims.subject())
              .text("Audience", claims.audience())
              .text("Provider", claims.issuer());
        });
  }

  private Admitted admitted(WebIdentity claims, RoleArn role) throws AwsError {
    var admitted = policies.admits(claims, role);
    switch (policies.provided(claims, role)) {
      case NO_PROVIDER ->
          throw new AwsError(
              "InvalidIdentityToken",
              400,
              "No OpenIDConnect provider found in your account for " + claims.issuer());
      case NO_CLIENT -> throw new AwsError("InvalidIdentityToken", 400, "Incorrect token audience");
      case YES -> {}
    }
    return admitted.orElseThrow(
        () -> denied("Not authorized to perform sts:AssumeRoleWithWebIdentity"));
  }

  private static AwsError denied(String message) {
    return new AwsError("AccessDenied", 403, message);
  }

  /// Asks whether somebody may become a role.
  @FunctionalInterface
  private interface Trust {
    Admitted admits(RoleArn role) throws AwsError;
  }

  private record Assumed(Temporary credentials, Identity identity) {
    void write(Xml xml) {
      Consumer<Xml> secrets =
          inner ->
              inner
                  .text("AccessKeyId", credentials.accessKeyId())
                  .text("SecretAccessKey", credentials.secretAccessKey())
                  .text("SessionToken", credentials.sessionToken())
                  .text("Expiration", credentials.expiration().toString());
      xml.element("Credentials", secrets)
          .element(
              "AssumedRoleUser",
              inner -> inner.text("AssumedRoleId", identity.userId()).text("Arn", identity.arn()))
          .text("PackedPolicySize", 0);
    }
  }

  private Assumed assume(Parameters parameters, Trust trust) throws AwsError {
    var text = required(parameters, "RoleArn");
    var session = required(parameters, "RoleSessionName");
    if (!session.matches(SESSION_NAME)) {
      throw invalid(
          "roleSessionName",
          session,
          "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
    }
    var seconds = parameters.text("DurationSeconds").orElse(Integer.toString(USUAL));
    if (!seconds.matches("[0-9]{1,6}")
        || Integer.parseInt(seconds) < SHORTEST
        || Integer.parseInt(seconds) > LONGEST) {
      throw invalid(
          "durationSeconds",
          seconds,
          "Member must have value between " + SHORTEST + " and " + LONGEST);
    }
    if (parameters.has("Policy") || parameters.has("PolicyArns")) {
      throw new AwsError(
          "NotImplemented", 501, "The sandbox does not narrow a session by policies.");
    }
    var role =
        RoleArn.of(text)
            .orElseThrow(() -> new AwsError("ValidationError", 400, text + " is invalid"));
    var admitted = trust.admits(role);
    if (Integer.parseInt(seconds) > admitted.longest()) {
      throw new AwsError(
          "ValidationError",
          400,
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    var identity = role.identity(session, admitted.roleId());
    var credentials =
        keys.issue(identity, clock.instant(), Duration.ofSeconds(Long.parseLong(seconds)));
    return new Assumed(credentials, identity);
  }

  private static String required(Parameters parameters, String name) throws AwsError {
    var value = parameters.text(name);
    if (value.isEmpty() || value.get().isEmpty()) {
      throw invalid(
          name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1),
          "null",
          "Member must not be null");
    }
    return value.get();
  }

  private static AwsError invalid(String member, String value, String constraint) {
    return new AwsError(
        "ValidationError",
        400,
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }
}
