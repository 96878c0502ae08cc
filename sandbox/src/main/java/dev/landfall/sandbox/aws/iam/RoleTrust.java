package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.iam.policy.Caller;
import dev.landfall.sandbox.aws.iam.policy.Decision;
import dev.landfall.sandbox.aws.iam.policy.Decision.Granted;
import dev.landfall.sandbox.aws.iam.policy.Decision.Guarded;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.sts.RoleArn;
import dev.landfall.sandbox.aws.sts.TrustPolicies;
import dev.landfall.sandbox.aws.sts.WebIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may become a role: what its trust policy says, and the caller's own policies where that
/// leaves it to the account. Threads share it.
public final class RoleTrust implements TrustPolicies {
  private static final String ASSUME = "sts:AssumeRole";
  private static final Set<String> KNOWN_PROVIDERS =
      Set.of("accounts.google.com", "www.amazon.com", "graph.facebook.com");

  private final Iam iam;
  private final Access access;

  public RoleTrust(Iam iam, Access access) {
    this.iam = iam;
    this.access = access;
  }

  private Optional<Resource> role(RoleArn arn) {
    var name = arn.name().substring(arn.name().lastIndexOf('/') + 1);
    return iam.directory()
        .find(new Scope(arn.account(), "us-east-1"), IamTypes.ROLE, name)
        .filter(role -> Directory.text(role, "Arn").equals(arn.toString()));
  }

  @Override
  public Optional<Admitted> admits(Identity identity, RoleArn arn, Optional<String> externalId) {
    Map<String, List<String>> context = new LinkedHashMap<>();
    externalId.ifPresent(id -> context.put("sts:ExternalId", List.of(id)));
    var caller = access.caller(identity);
    return admits(caller, arn, ASSUME, context, access.granted(caller));
  }

  private Optional<Admitted> admits(
      Caller caller,
      RoleArn arn,
      String action,
      Map<String, List<String>> context,
      Granted granted) {
    return role(arn)
        .filter(role -> {
          var trust =
              access.policy(role.properties().path("AssumeRolePolicyDocument"), Policy.Kind.TRUST);
          var asked = access.asked(caller, action, arn.toString(), context);
          var guarded = new Guarded(arn.account(), Optional.of(trust), true);
          return Decision.of(asked, granted, guarded).allowed();
        })
        .map(role ->
            new Admitted(
                Directory.text(role, "RoleId"),
                role.properties().path("MaxSessionDuration").asInt(Roles.USUAL_SESSION)));
  }

  @Override
  public Optional<Admitted> admits(WebIdentity identity, RoleArn arn) {
    var issuer = identity.issuer().replaceFirst("^https?://", "").replaceFirst("/$", "");
    var provider =
        KNOWN_PROVIDERS.contains(issuer)
            ? issuer
            : "arn:" + arn.partition() + ":iam::" + arn.account() + ":oidc-provider/" + issuer;
    var context = new LinkedHashMap<String, List<String>>();
    context.put(issuer + ":sub", List.of(identity.subject()));
    context.put(issuer + ":aud", List.of(identity.audience()));
    return admits(
        new Caller.Federated(provider),
        arn,
        "sts:AssumeRoleWithWebIdentity",
        context,
        new Granted(List.of(), Optional.empty()));
  }

  @Override
  public Provided provided(WebIdentity identity, RoleArn arn) {
    var issuer = identity.issuer().replaceFirst("^https?://", "").replaceFirst("/$", "");
    if (KNOWN_PROVIDERS.contains(issuer)) {
      return Provided.YES;
    }
    var provider =
        iam.directory()
            .find(
                new Scope(arn.account(), "us-east-1"),
                IamTypes.OIDC_PROVIDER,
                "arn:" + arn.partition() + ":iam::" + arn.account() + ":oidc-provider/" + issuer);
    if (provider.isEmpty()) {
      return Provided.NO_PROVIDER;
    }
    return Directory.texts(provider.get(), "ClientIdList").contains(identity.audience())
        ? Provided.YES
        : Provided.NO_CLIENT;
  }

  /// Whether a service may become a role.
  public boolean trusts(String roleArn, String servicePrincipal) {
    return RoleArn.of(roleArn)
        .flatMap(arn ->
            admits(
                new Caller.Service(servicePrincipal),
                arn,
                ASSUME,
                Map.of(),
                new Granted(List.of(), Optional.empty())))
        .isPresent();
  }

  /// A service that has become a role.
  ///
  /// @return empty when the role is not there, or does not trust the service
  public Optional<Identity> become(String roleArn, String servicePrincipal, String session) {
    return RoleArn.of(roleArn)
        .flatMap(arn ->
            admits(
                    new Caller.Service(servicePrincipal),
                    arn,
                    ASSUME,
                    Map.of(),
                    new Granted(List.of(), Optional.empty()))
                .map(admitted -> arn.identity(session, admitted.roleId())));
  }
}
