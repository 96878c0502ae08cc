package dev.landfall.engine.release;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.blueprint.BlueprintParser;
import dev.landfall.engine.release.Repositories.Checkout;
import dev.landfall.engine.release.Repositories.RepositoryException;
import dev.landfall.engine.release.Repositories.Revision;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads a blueprint and lays out the files of everything it draws from, at one release. Threads
/// may share it.
public final class Workspace {
  /// The blueprint's file name.
  public static final String FILE = "landfall.yaml";

  private final Repositories repositories;
  private final List<Provider<?>> providers;

  /// @param providers of the kinds a blueprint may use
  public Workspace(Repositories repositories, Collection<? extends Provider<?>> providers) {
    this.repositories = repositories;
    this.providers = List.copyOf(providers);
  }

  /// A blueprint and its files.
  ///
  /// @param sources by repository name; [Release#BLUEPRINT] for the blueprint's own folder
  /// @param warnings what people should mend, though it stops nothing
  public record Loaded(
      Blueprint blueprint, Release release, Map<String, Source> sources, List<Problem> warnings) {}

  /// What is wrong with the input.
  public static final class InvalidException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    /// At least one problem.
    public InvalidException(List<Problem> problems) {
      super(problems.size() + (problems.size() == 1 ? " problem" : " problems"));
      this.problems = problems.stream().sorted().toList();
    }

    /// Sorted by place.
    public List<Problem> problems() {
      return problems;
    }
  }

  /// Reads a blueprint as an environment has it: at the head of the environment's branch, or as its
  /// files lie there when the environment names none.
  ///
  /// @param folder the blueprint's folder
  /// @param shownAs what people call that folder; empty when they stand in it
  /// @param environment empty: everything as it lies
  /// @throws InvalidException when anything is wrong
  public Loaded load(Path folder, String shownAs, Optional<String> environment)
      throws InvalidException {
    var place = Problem.Location.of(shownAs.isEmpty() ? FILE : shownAs + "/" + FILE);
    var checkout = open(folder.toString(), new Revision.AsItLies(), place);
    var parsed = parse(checkout.root(), place.file());
    var branch =
        environment
            .flatMap(name -> Optional.ofNullable(parsed.blueprint().environments().get(name)))
            .flatMap(Blueprint.Environment::branch);
    if (branch.isEmpty()) {
      return layOut(folder, shownAs, checkout, parsed, branch);
    }
    var pinned = open(folder.toString(), new Revision.Branch(branch.get()), place);
    return layOut(folder, shownAs, pinned, parse(pinned.root(), place.file()), branch);
  }

  /// Reads a blueprint as a release pinned it.
  ///
  /// @throws InvalidException when a commit is gone, or was never one
  public Loaded load(Path folder, String shownAs, Release release) throws InvalidException {
    var place = Problem.Location.of(shownAs.isEmpty() ? FILE : shownAs + "/" + FILE);
    var checkouts = new LinkedHashMap<String, Checkout>();
    var problems = new ArrayList<Problem>();
    for (var entry : release.pins().entrySet()) {
      try {
        checkouts.put(entry.getKey(), reopen(folder, entry.getKey(), entry.getValue()));
      } catch (RepositoryException e) {
        problems.add(Problem.error(place, "cannot repeat release " + release.id(), e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidException(problems);
    }
    var own = checkouts.get(Release.BLUEPRINT);
    if (own == null) {
      throw new InvalidException(
          List.of(
              Problem.error(
                  place, "cannot repeat release " + release.id(), "It pins no blueprint.")));
    }
    var parsed = parse(own.root(), place.file());
    var sources = new LinkedHashMap<String, Source>();
    checkouts.forEach((name, checkout) ->
        sources.put(
            name,
            new Source(
                checkout.root(),
                shownAs(shownAs, name, parsed.blueprint()),
                checkout.pin().content())));
    return new Loaded(parsed.blueprint(), release, sources, parsed.warnings());
  }

  /// Files that were never committed can be repeated as long as they still lie there unchanged.
  private Checkout reopen(Path folder, String name, Release.Pin pin) throws RepositoryException {
    if (pin.committed()) {
      return repositories.open(pin);
    }
    var location =
        name.equals(Release.BLUEPRINT)
            ? folder.toString()
            : Path.of(pin.location(), pin.path()).toString();
    var now = repositories.open(location, new Revision.AsItLies());
    if (!now.pin().content().equals(pin.content())) {
      throw new RepositoryException(
          "Its files in "
              + location
              + " were never committed, and they are different now. Commit them and deploy that.",
          Optional.empty());
    }
    return new Checkout(pin, now.root());
  }

  private record ParsedBlueprint(Blueprint blueprint, List<Problem> warnings) {}

  private ParsedBlueprint parse(Path root, String shown) throws InvalidException {
    var parsed = BlueprintParser.parse(shown, read(root, shown), providers);
    if (parsed.blueprint().isEmpty()) {
      throw new InvalidException(parsed.problems());
    }
    return new ParsedBlueprint(parsed.blueprint().get(), parsed.problems());
  }

  private static String read(Path root, String shown) throws InvalidException {
    var place = Problem.Location.of(shown);
    var file = root.resolve(FILE);
    try {
      if (!Files.isRegularFile(file)) {
        throw invalid(
            place,
            "no blueprint",
            "There is no file " + FILE + " in this folder. Name its folder with --blueprint.");
      }
      if (!file.toRealPath().startsWith(root.toRealPath())) {
        throw invalid(
            place,
            "file outside the repository",
            FILE + " is a link that leads out of its folder.");
      }
      var size = Files.size(file);
      if (size > BlueprintParser.MAX_BYTES) {
        throw new InvalidException(List.of(BlueprintParser.tooLarge(shown, size)));
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw invalid(
          place, "not UTF-8", "The file holds bytes that are no UTF-8. Save it as UTF-8.");
    } catch (IOException e) {
      throw invalid(place, "cannot be read", "Why: " + FileReason.of(e) + ".");
    }
  }

  private Loaded layOut(
      Path folder, String shownAs, Checkout own, ParsedBlueprint parsed, Optional<String> branch)
      throws InvalidException {
    var pins = new TreeMap<String, Release.Pin>();
    var sources = new LinkedHashMap<String, Source>();
    pins.put(Release.BLUEPRINT, own.pin());
    sources.put(Release.BLUEPRINT, new Source(own.root(), shownAs, own.pin().content()));
    var problems = new ArrayList<Problem>();
    for (var repository : parsed.blueprint().repositories().values()) {
      try {
        var checkout =
            repositories.open(
                location(folder, repository.location()), revision(repository, branch));
        pins.put(repository.name(), checkout.pin());
        var shown = shownAs(shownAs, repository.name(), parsed.blueprint());
        sources.put(
            repository.name(), new Source(checkout.root(), shown, checkout.pin().content()));
      } catch (RepositoryException e) {
        problems.add(
            Problem.error(
                repository.where(),
                "cannot use repository \"" + repository.name() + "\"",
                e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidException(problems);
    }
    return new Loaded(parsed.blueprint(), new Release(pins), sources, parsed.warnings());
  }

  private static Revision revision(Blueprint.Repository repository, Optional<String> branch) {
    if (repository.commit().isPresent()) {
      return new Revision.Commit(repository.commit().get());
    }
    return branch
        .or(repository::branch)
        .<Revision>map(Revision.Branch::new)
        .orElseGet(Revision.AsItLies::new);
  }

  private static String location(Path folder, String location) {
    var isUrl = location.contains("://") || location.matches("[^/]+@[^/]+:.*");
    return isUrl ? location : folder.resolve(location).normalize().toString();
  }

  private static String shownAs(String shownAs, String repository, Blueprint blueprint) {
    var found = blueprint.repositories().get(repository);
    if (found == null) {
      return shownAs;
    }
    if (found.location().contains("://") || Path.of(found.location()).isAbsolute()) {
      return found.location();
    }
    return Path.of(shownAs).resolve(found.location()).normalize().toString();
  }

  private Checkout open(String location, Revision revision, Problem.Location place)
      throws InvalidException {
    try {
      return repositories.open(location, revision);
    } catch (RepositoryException e) {
      throw invalid(place, "cannot use this folder", e.getMessage());
    }
  }

  private static InvalidException invalid(Problem.Location place, String summary, String detail) {
    return new InvalidException(List.of(Problem.error(place, summary, detail)));
  }
}
