package dev.landfall.sandbox.aws.ec2;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a client asks to be described.
///
/// @param next where the following page begins; empty for the last
record Listing(List<Described> items, String next) {
  private static final int LEAST = 5;
  private static final int MOST = 1000;

  /// @param idParameter such as `VolumeId`
  /// @param code of the error for an id that there is not
  /// @param message with `%s` for the id
  static Listing of(
      Parameters given,
      List<Described> all,
      String idParameter,
      String code,
      String message,
      Set<String> filters)
      throws AwsError {
    var ids = given.texts(idParameter);
    var chosen = new ArrayList<Described>();
    for (var id : ids) {
      chosen.add(
          all.stream()
              .filter(one -> one.id().equals(id))
              .findFirst()
              .orElseThrow(() -> Ec2Errors.of(code, message.formatted(id))));
    }
    var found = new ArrayList<>(ids.isEmpty() ? all : chosen);
    for (var filter : given.structures("Filter")) {
      var name = filter.text("Name").orElse("");
      if (!filters.contains(name) && !name.startsWith("tag:") && !name.equals("tag-key")) {
        throw Ec2Errors.of("InvalidParameterValue", "The filter '" + name + "' is invalid");
      }
      found.removeIf(one -> !one.has(name, filter.texts("Value")));
    }
    return page(given, found);
  }

  private static Listing page(Parameters given, List<Described> found) throws AwsError {
    var limit = given.text("MaxResults").orElse(Integer.toString(MOST));
    var token = given.text("NextToken").orElse("");
    if (!limit.matches("[0-9]{1,4}")
        || Integer.parseInt(limit) < LEAST
        || Integer.parseInt(limit) > MOST) {
      throw Ec2Errors.of(
          "InvalidParameterValue",
          "Value ( "
              + limit
              + " ) for parameter maxResults is invalid. Expecting a value between 5"
              + " and 1000.");
    }
    if (!token.matches("[0-9]{0,9}")) {
      throw Ec2Errors.of("InvalidNextToken", "The token '" + token + "' is invalid");
    }
    int from = token.isEmpty() ? 0 : Math.min(Integer.parseInt(token), found.size());
    int to = Math.min(from + Integer.parseInt(limit), found.size());
    return new Listing(
        List.copyOf(found.subList(from, to)), to < found.size() ? Integer.toString(to) : "");
  }
}
