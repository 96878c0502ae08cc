package dev.landfall.forge;

import dev.landfall.engine.release.Release.Pin;
import dev.landfall.engine.release.Repositories;
import dev.landfall.spi.FileReason;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Repositories on this machine and behind URLs. Threads may share it.
public final class GitRepositories implements Repositories {
  private final Path clones;
  private final TreeLayout layout;

  /// @param cache a folder for checkouts and clones; may be emptied between runs
  public GitRepositories(Path cache) {
    this.clones = cache.resolve("repositories");
    this.layout = new TreeLayout(cache.resolve("checkouts"));
  }

  @Override
  public Checkout open(String location, Revision revision) throws RepositoryException {
    try {
      return isUrl(location)
          ? openUrl(location, revision)
          : openFolder(Path.of(location).normalize(), revision);
    } catch (IOException e) {
      throw new RepositoryException(
          "The repository " + shown(location) + " cannot be read: " + FileReason.of(e) + ".",
          Optional.of(e));
    }
  }

  @Override
  public Checkout open(Pin pin) throws RepositoryException {
    if (!pin.committed()) {
      throw new RepositoryException(
          "Its files in "
              + pin.location()
              + " were never committed, so they cannot be repeated. Commit them and deploy that.",
          Optional.empty());
    }
    try (var repository =
        isUrl(pin.location()) ? clone(pin.location()) : repository(Path.of(pin.location()))) {
      return checkout(repository, pin.location(), pin.path(), commit(repository, pin.commit()));
    } catch (IOException e) {
      throw new RepositoryException(
          "The repository " + pin.location() + " cannot be read: " + FileReason.of(e) + ".",
          Optional.of(e));
    }
  }

  private Checkout openFolder(Path folder, Revision revision)
      throws IOException, RepositoryException {
    if (!Files.isDirectory(folder)) {
      throw new RepositoryException(
          "There is no folder " + folder + ". Name an existing one.", Optional.empty());
    }
    var real = folder.toRealPath();
    var gitFolder = gitFolder(real);
    if (gitFolder.isEmpty()) {
      if (!(revision instanceof Revision.AsItLies)) {
        throw new RepositoryException(
            "The folder "
                + folder
                + " is in no Git repository, so it has no branches and no commits. Commit it to one,"
                + " or leave out what names a branch or commit.",
            Optional.empty());
      }
      return new Checkout(new Pin(real.toString(), "", "", FolderContent.of(real), false), real);
    }
    try (var repository = repository(gitFolder.get())) {
      var path = path(repository, real);
      return switch (revision) {
        case Revision.AsItLies() -> asItLies(repository, gitFolder.get(), path, real);
        case Revision.Branch(var name) ->
            checkout(repository, gitFolder.get().toString(), path, branch(repository, name));
        case Revision.Commit(var id) ->
            checkout(repository, gitFolder.get().toString(), path, commit(repository, id));
      };
    }
  }

  private static Checkout asItLies(Repository repository, Path location, String path, Path folder)
      throws IOException {
    if (repository.isBare()) {
      throw new IOException("it has no working tree; name a branch or a commit");
    }
    var tree = new WorkingTree(repository, path);
    var content = FolderContent.of(folder, tree.files());
    var head = Optional.ofNullable(repository.resolve(Constants.HEAD));
    var committed = head.isPresent() && tree.isClean(head.get());
    var pin =
        new Pin(location.toString(), path, head.map(ObjectId::name).orElse(""), content, committed);
    return new Checkout(pin, folder);
  }

  private Checkout openUrl(String url, Revision revision) throws IOException, RepositoryException {
    try (var repository = clone(url)) {
      var commit =
          switch (revision) {
            case Revision.AsItLies() -> branch(repository, defaultBranch(repository));
            case Revision.Branch(var name) -> branch(repository, name);
            case Revision.Commit(var id) -> commit(repository, id);
          };
      return checkout(repository, shown(url), "", commit);
    }
  }

  private Checkout checkout(Repository repository, String location, String path, ObjectId commit)
      throws IOException, RepositoryException {
    try (var walk = new RevWalk(repository)) {
      var root = walk.parseCommit(commit).getTree();
      var tree = path.isEmpty() ? Optional.of(root.getId()) : subtree(repository, root, path);
      if (tree.isEmpty()) {
        throw new RepositoryException(
            "Commit " + commit.abbreviate(12).name() + " has no folder " + path + ".",
            Optional.empty());
      }
      var laidOut = layout.layOut(repository, tree.get());
      var pin = new Pin(location, path, commit.name(), laidOut.content(), true);
      return new Checkout(pin, laidOut.root());
    }
  }

  private static Optional<ObjectId> subtree(Repository repository, RevTree root, String path)
      throws IOException {
    try (var found = TreeWalk.forPath(repository, path, root)) {
      return found == null || !found.isSubtree()
          ? Optional.empty()
          : Optional.of(found.getObjectId(0));
    }
  }

  private static ObjectId branch(Repository repository, String name)
      throws IOException, RepositoryException {
    var ref = repository.exactRef(Constants.R_HEADS + name);
    if (ref == null || ref.getObjectId() == null) {
      var branches =
          repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).stream()
              .map(Ref::getName)
              .map(Repository::shortenRefName)
              .collect(Collectors.joining(", "));
      throw new RepositoryException(
          "It has no branch \""
              + name
              + "\". "
              + (branches.isEmpty() ? "It has no branch at all." : "It has: " + branches + "."),
          Optional.empty());
    }
    return ref.getObjectId();
  }

  private static ObjectId commit(Repository repository, String id)
      throws IOException, RepositoryException {
    var isId = ObjectId.isId(id);
    if (!isId || !repository.getObjectDatabase().has(ObjectId.fromString(id))) {
      throw new RepositoryException(
          "It has no commit "
              + id
              + (isId
                  ? ". It may have been removed by a rewritten history, or not be fetched yet."
                  : ". A commit is named by all 40 digits of its id."),
          Optional.empty());
    }
    return ObjectId.fromString(id);
  }

  private static String defaultBranch(Repository repository) throws IOException {
    var head = repository.exactRef(Constants.HEAD);
    return head == null ? Constants.MASTER : Repository.shortenRefName(head.getTarget().getName());
  }

  /// A bare clone of a URL, brought up to date.
  private Repository clone(String url) throws IOException, RepositoryException {
    var folder = clones.resolve(sha256(shown(url)) + ".git");
    try {
      if (!Files.exists(folder.resolve("HEAD"))) {
        Files.createDirectories(clones);
        var command =
            Git.cloneRepository()
                .setBare(true)
                .setURI(shown(url))
                .setDirectory(folder.toFile())
                .setCloneAllBranches(true);
        credentials(url).ifPresent(command::setCredentialsProvider);
        command.call().close();
        return repository(folder);
      }
      var repository = repository(folder);
      try (var git = new Git(repository)) {
        var command =
            git.fetch()
                .setRefSpecs(new RefSpec("+refs/heads/*:refs/heads/*"))
                .setRemoveDeletedRefs(true);
        credentials(url).ifPresent(command::setCredentialsProvider);
        var result = command.call();
        if (result.getAdvertisedRefs().isEmpty()) {
          throw new IOException("it is empty");
        }
      }
      return repository(folder);
    } catch (GitAPIException e) {
      throw new RepositoryException(
          "The repository " + shown(url) + " cannot be fetched: " + e.getMessage() + ".",
          Optional.of(e));
    }
  }

  private static Optional<UsernamePasswordCredentialsProvider> credentials(String url) {
    try {
      var uri = new URIish(url);
      return uri.getUser() == null || uri.getPass() == null
          ? Optional.empty()
          : Optional.of(new UsernamePasswordCredentialsProvider(uri.getUser(), uri.getPass()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /// A location without credentials.
  private static String shown(String location) {
    if (!isUrl(location)) {
      return location;
    }
    try {
      var uri = new URIish(location);
      return uri.getPass() == null ? location : uri.setUser(null).setPass(null).toString();
    } catch (URISyntaxException e) {
      return location.replaceAll("://[^/@]*@", "://");
    }
  }

  private static boolean isUrl(String location) {
    return location.contains("://") || location.matches("[^/]+@[^/]+:.*");
  }

  /// The `.git` folder or file of the repository a folder lies in, or the folder itself when it is
  /// a bare repository. Looks without loading JGit: most folders that are not in Git need none of
  /// it.
  private static Optional<Path> gitFolder(Path folder) {
    for (var at = folder; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return Optional.of(at);
      }
    }
    var bare =
        Files.isRegularFile(folder.resolve("HEAD")) && Files.isDirectory(folder.resolve("objects"));
    return bare ? Optional.of(folder) : Optional.empty();
  }

  private static Repository repository(Path root) throws IOException {
    var builder = new FileRepositoryBuilder().setMustExist(true);
    if (Files.exists(root.resolve(".git"))) {
      return builder.setWorkTree(root.toFile()).build();
    }
    return builder.setGitDir(new File(root.toString())).setBare().build();
  }

  private static String path(Repository repository, Path folder) throws IOException {
    if (repository.isBare()) {
      return "";
    }
    var root = repository.getWorkTree().toPath().toRealPath();
    return root.relativize(folder).toString().replace('\\', '/');
  }

  private static String sha256(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
