package dev.landfall.forge;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/// Makes a Git repository of a folder's files, with one commit.
public final class NewRepository {
  private static final String AUTHOR = "Landfall";
  private static final String ADDRESS = "landfall@localhost";

  private NewRepository() {}

  /// Copies the files, what lies in folders called `.landfall` or `.git` apart, and commits them.
  ///
  /// @param folder the new repository's; must not exist
  /// @param files what is in it
  /// @throws IOException when it cannot be made; what was made until then stays
  public static void create(Path folder, Path files, String branch, String message)
      throws IOException {
    Files.createDirectories(folder);
    copy(files, folder);
    try (var git = Git.init().setDirectory(folder.toFile()).setInitialBranch(branch).call()) {
      git.add().addFilepattern(".").call();
      git.commit()
          .setAuthor(AUTHOR, ADDRESS)
          .setCommitter(AUTHOR, ADDRESS)
          .setSign(false)
          .setMessage(message)
          .call();
    } catch (GitAPIException e) {
      throw new IOException("no repository could be made in " + folder, e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            var name = String.valueOf(folder.getFileName());
            if (name.equals(".landfall") || name.equals(".git")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
