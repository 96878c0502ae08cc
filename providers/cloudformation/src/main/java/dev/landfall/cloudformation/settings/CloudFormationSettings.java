package dev.landfall.cloudformation.settings;

import dev.landfall.spi.Doc;
import dev.landfall.spi.RegionDefault;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `with:` of a component that `uses: cloudformation`.
@Doc("AWS infrastructure, written as a CloudFormation template: one stack per target.")
public record CloudFormationSettings(
    @Doc("The template, JSON or YAML, relative to the component's repository.") String template,
    @Doc("The stack's name; COMPONENT-ENVIRONMENT-REGION when left out.") Optional<String> stack,
    @Doc("The account and region the stack lives in.") @RegionDefault("aws")
        Optional<Connection> aws,
    @Doc("The template's parameters.") Map<String, Value> parameters,
    @Doc("Tags of the stack and of everything in it, beside Landfall's own.")
        Map<String, Value> tags,
    @Doc("What the template may do besides, such as CAPABILITY_NAMED_IAM.")
        List<String> capabilities,
    @Doc(
            "Types (AWS::New::Type) and properties (AWS::S3::Bucket.NewProperty) that AWS has and this"
                + " Landfall does not know yet: they are not checked.")
        List<String> unchecked,
    @Doc("Where code and large templates are put for CloudFormation to read.")
        @RegionDefault("artifacts")
        Optional<Artifacts> artifacts,
    @Doc("Whether the stack is protected from being deleted; as it is when left out.")
        Optional<Boolean> terminationProtection,
    @Doc(
            "What updates may do to which resources: the policy itself, or the path of a JSON file with"
                + " it. As it is when left out.")
        Optional<Value> stackPolicy,
    @Doc(
            "Resources, by logical id, that stay when the stack is destroyed, or when an update no"
                + " longer has them or replaces them: they get `Retain` as their deletion and update"
                + " replace policies.")
        List<String> retain) {

  /// A bucket for what is not part of a call.
  public record Artifacts(
      @Doc("A bucket of the stack's region, which has to be there.") Optional<String> bucket,
      @Doc("What the keys begin with.") Optional<String> prefix) {
    /// None is given.
    public static final Artifacts NONE = new Artifacts(Optional.empty(), Optional.empty());
  }

  /// How to reach AWS. Without an access key the SDK's default chain looks for credentials.
  public record Connection(
      @Doc("The AWS region, such as ap-southeast-2.") Optional<String> region,
      @Doc("The account's number; a login to another account is refused.") Optional<String> account,
      @Doc("The profile of the AWS configuration files to use.") Optional<String> profile,
      @Doc("The ARN of a role to assume.") Optional<String> role,
      @Doc("The external id that the role's trust policy asks for.") Optional<String> externalId,
      @Doc("The access key's id, when no other credentials are meant.")
          Optional<String> accessKeyId,
      @Doc("The access key's secret, as ${secret:NAME}.") Optional<Secret> secretAccessKey,
      @Doc("The URL of another endpoint than AWS's own.") Optional<String> endpoint) {
    /// Nothing is said: the SDK's default chain decides.
    public static final Connection NONE =
        new Connection(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// A parameter's or tag's value as CloudFormation takes it: lists are joined by commas.
  public static String text(Object json) {
    return json instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(json);
  }

  /// The connection, whether anything is said of it or not.
  public Connection connection() {
    return aws.orElse(Connection.NONE);
  }
}
