package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Map;

/// The actions for the policies of roles, or of users. Threads share it.
final class HolderPolicies {
  private static final int LONGEST_NAME = 128;
  private static final Map<Holder, Integer> LARGEST =
      Map.of(Holder.ROLE, 10_240, Holder.USER, 2_048, Holder.GROUP, 5_120);

  private final Holder holder;
  private final Directory directory;
  private final Attachments attachments;

  HolderPolicies(Holder holder, Directory directory, Attachments attachments) {
    this.holder = holder;
    this.directory = directory;
    this.attachments = attachments;
  }

  Map<String, Action> actions() {
    var word = holder.word();
    return Map.of(
        "Put" + word + "Policy", this::put,
        "Get" + word + "Policy", this::get,
        "Delete" + word + "Policy", this::delete,
        "List" + word + "Policies", this::list,
        "Attach" + word + "Policy", this::attach,
        "Detach" + word + "Policy", this::detach,
        "ListAttached" + word + "Policies", this::listAttached);
  }

  private String found(Given given) throws AwsError {
    var name = given.required(holder.nameProperty());
    if (directory.find(given.scope(), holder.type(), name).isEmpty()) {
      throw IamErrors.noSuchEntity(
          "The " + holder.lowerCase() + " with name " + name + " cannot be found.");
    }
    return name;
  }

  private Reply put(Given given) throws AwsError {
    var name = found(given);
    var policy = given.name("PolicyName", LONGEST_NAME);
    var document = Documents.checked(given.required("PolicyDocument"), Policy.Kind.IDENTITY);
    checkSize(given.scope(), name, policy, Documents.text(document));
    attachments.putInline(given.scope(), holder, name, policy, document);
    return given.done();
  }

  private void checkSize(Scope scope, String name, String policy, String text) throws AwsError {
    int size = size(text);
    for (var other : attachments.inline(scope, holder, name).entrySet()) {
      size += other.getKey().equals(policy) ? 0 : size(Documents.text(other.getValue()));
    }
    int largest = LARGEST.getOrDefault(holder, 0);
    if (size > largest) {
      throw IamErrors.limitExceeded(
          "Maximum policy size of "
              + largest
              + " bytes exceeded for "
              + holder.lowerCase()
              + " "
              + name);
    }
  }

  /// Without white space, as IAM counts.
  private static int size(String text) {
    return text.replaceAll("\\s", "").length();
  }

  private Reply get(Given given) throws AwsError {
    var name = found(given);
    var policy = given.required("PolicyName");
    var document = attachments.inline(given.scope(), holder, name).get(policy);
    if (document == null) {
      throw missing(policy);
    }
    return given.result(xml ->
        xml.text(holder.nameProperty(), name)
            .text("PolicyName", policy)
            .text("PolicyDocument", Documents.encoded(document)));
  }

  private AwsError missing(String policy) {
    return IamErrors.noSuchEntity(
        "The " + holder.lowerCase() + " policy with name " + policy + " cannot be found.");
  }

  private Reply delete(Given given) throws AwsError {
    var name = found(given);
    var policy = given.required("PolicyName");
    if (!attachments.inline(given.scope(), holder, name).containsKey(policy)) {
      throw missing(policy);
    }
    attachments.deleteInline(given.scope(), holder, name, policy);
    return given.done();
  }

  private Reply list(Given given) throws AwsError {
    var names = attachments.inline(given.scope(), holder, found(given)).keySet();
    return given.page("PolicyNames", List.copyOf(names));
  }

  private Reply attach(Given given) throws AwsError {
    attachments.attach(given.scope(), holder, found(given), given.required("PolicyArn"));
    return given.done();
  }

  private Reply detach(Given given) throws AwsError {
    attachments.detach(given.scope(), holder, found(given), given.required("PolicyArn"));
    return given.done();
  }

  private Reply listAttached(Given given) throws AwsError {
    return given.page(
        "AttachedPolicies",
        attachments.attached(given.scope(), holder, found(given)),
        (xml, arn) ->
            xml.text("PolicyName", arn.substring(arn.lastIndexOf('/') + 1)).text("PolicyArn", arn));
  }
}
