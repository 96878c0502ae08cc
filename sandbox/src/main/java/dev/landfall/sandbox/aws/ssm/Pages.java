package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// A list in pages; the tokens are positions.
final class Pages {
  private Pages() {}

  /// @param most on a page, also when the client does not say
  static <T> ObjectNode of(
      ObjectNode given, int most, String member, List<T> all, Function<T, ObjectNode> json)
      throws AwsError {
    int limit = given.path("MaxResults").asInt(most);
    if (limit < 1 || limit > most) {
      throw SsmErrors.invalid(
          Integer.toString(limit),
          "maxResults",
          limit < 1
              ? "Member must have value greater than or equal to 1"
              : "Member must have value less than or equal to " + most);
    }
    var token = given.path("NextToken").asString("");
    if (!token.matches("[0-9]{0,9}")) {
      throw SsmErrors.of("InvalidNextToken", "The specified token is not valid.");
    }
    int from = token.isEmpty() ? 0 : Math.min(Integer.parseInt(token), all.size());
    int to = Math.min(from + limit, all.size());
    var answer = JsonTexts.object();
    var list = answer.putArray(member);
    all.subList(from, to).forEach(one -> list.add(json.apply(one)));
    if (to < all.size()) {
      answer.put("NextToken", Integer.toString(to));
    }
    return answer;
  }
}
