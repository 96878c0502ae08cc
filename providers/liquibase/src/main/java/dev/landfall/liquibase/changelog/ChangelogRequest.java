package dev.landfall.liquibase.changelog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What to read, and for whom. Immutable.
///
/// @param root the folder that no file of the changelog may lie outside of
/// @param shownAs what people call that folder, as a prefix of the paths in messages; may be empty
/// @param changelog the root changelog, relative to `root`
/// @param parameters what `${name}` stands for; these win over the changelog's own properties
/// @param secrets the names of those parameters whose value came from a secret
/// @param kind the kind of database the SQL is generated for
/// @param contexts the target's contexts: they choose between properties and `modifySql` entries
///   that have a context; changesets are not filtered by them
/// @param labels the target's label expression, used in the same way
public record ChangelogRequest(
    Path root,
    String shownAs,
    String changelog,
    Map<String, String> parameters,
    Set<String> secrets,
    DatabaseKind kind,
    List<String> contexts,
    Optional<String> labels) {
  /// Copies the collections.
  public ChangelogRequest {
    parameters = Map.copyOf(parameters);
    secrets = Set.copyOf(secrets);
    contexts = List.copyOf(contexts);
  }

  /// Without contexts, labels and secrets.
  public static ChangelogRequest of(
      Path root,
      String shownAs,
      String changelog,
      Map<String, String> parameters,
      DatabaseKind kind) {
    return new ChangelogRequest(
        root, shownAs, changelog, parameters, Set.of(), kind, List.of(), Optional.empty());
  }

  /// How a message names a file below `root`.
  String show(String path) {
    return shownAs.isEmpty() ? path : shownAs + "/" + path;
  }
}
