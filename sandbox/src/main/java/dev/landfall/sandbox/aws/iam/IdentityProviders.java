package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.resource.Resource;
import java.util.Map;

/// Providers of web identities. Threads share it.
final class IdentityProviders {
  private static final String ARN = "OpenIDConnectProviderArn";

  private final Directory directory;

  IdentityProviders(Directory directory) {
    this.directory = directory;
  }

  Map<String, Action> actions() {
    return Map.of(
        "CreateOpenIDConnectProvider", this::create,
        "GetOpenIDConnectProvider", this::get,
        "ListOpenIDConnectProviders", this::list,
        "DeleteOpenIDConnectProvider", this::delete);
  }

  private Reply create(Given given) throws AwsError {
    var url = given.required("Url");
    if (!url.startsWith("https://")) {
      throw new AwsError("ValidationError", 400, "Invalid Open ID Connect Provider URL");
    }
    var properties = Directory.object().put("Url", url);
    var clients = properties.putArray("ClientIdList");
    given.parameters().texts("ClientIDList").forEach(clients::add);
    var thumbprints = properties.putArray("ThumbprintList");
    given.parameters().texts("ThumbprintList").forEach(thumbprints::add);
    Tagging.add(given, properties);
    var provider =
        directory.add(
            given.scope(),
            IamTypes.OIDC_PROVIDER,
            properties,
            "Provider with url " + url + " already exists.");
    return given.result(xml -> xml.text(ARN, Directory.text(provider, "Arn")));
  }

  private Resource found(Given given) throws AwsError {
    var arn = given.required(ARN);
    return directory
        .find(given.scope(), IamTypes.OIDC_PROVIDER, arn)
        .orElseThrow(
            () -> IamErrors.noSuchEntity("OpenIDConnect Provider not found for arn " + arn));
  }

  private Reply get(Given given) throws AwsError {
    var provider = found(given);
    return given.result(xml -> {
      xml.text("Url", Directory.text(provider, "Url").replaceFirst("^https://", ""))
          .text("CreateDate", Directory.text(provider, "CreateDate"));
      for (var list : new String[] {"ClientIdList", "ThumbprintList"}) {
        xml.element(
            list.replace("Id", "ID"),
            inner -> Directory.texts(provider, list).forEach(text -> inner.text("member", text)));
      }
      Written.tags(xml, provider);
    });
  }

  private Reply list(Given given) {
    return given.result(xml ->
        xml.element(
            "OpenIDConnectProviderList",
            list ->
                directory
                    .all(given.scope(), IamTypes.OIDC_PROVIDER)
                    .forEach(provider ->
                        list.element(
                            "member", one -> one.text("Arn", Directory.text(provider, "Arn"))))));
  }

  private Reply delete(Given given) throws AwsError {
    directory.remove(given.scope(), IamTypes.OIDC_PROVIDER, found(given));
    return given.done();
  }
}
