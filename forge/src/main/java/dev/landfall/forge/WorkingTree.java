package dev.landfall.forge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/// The files of one folder of a Git working tree, as they lie there.
///
/// @param repository whose working tree it is
/// @param path the folder inside it, with `/`; empty for all of it
record WorkingTree(Repository repository, String path) {

  /// Every file that Git tracks or would add, relative to the folder.
  SortedSet<String> files() throws IOException {
    var files = new TreeSet<String>();
    try (var walk = new TreeWalk(repository)) {
      walk.addTree(new DirCacheIterator(repository.readDirCache()));
      walk.addTree(new FileTreeIterator(repository));
      if (!path.isEmpty()) {
        walk.setFilter(PathFilter.create(path));
      }
      while (walk.next()) {
        var file = walk.getTree(1, WorkingTreeIterator.class);
        if (file == null || isLeftOut(walk.getNameString())) {
          continue;
        }
        var tracked = !FileMode.MISSING.equals(walk.getRawMode(0));
        if (!tracked && file.isEntryIgnored()) {
          continue;
        }
        if (FileMode.TREE.equals(walk.getRawMode(1))) {
          walk.enterSubtree();
        } else if (!FileMode.GITLINK.equals(walk.getRawMode(1))) {
          files.add(relative(walk.getPathString()));
        }
      }
    }
    return files;
  }

  /// Whether the folder holds exactly the files of a commit.
  boolean isClean(ObjectId head) throws IOException {
    var difference = new IndexDiff(repository, head, new FileTreeIterator(repository));
    if (!path.isEmpty()) {
      difference.setFilter(PathFilter.create(path));
    }
    difference.diff();
    return difference.getAdded().isEmpty()
        && difference.getChanged().isEmpty()
        && difference.getRemoved().isEmpty()
        && difference.getMissing().isEmpty()
        && difference.getModified().isEmpty()
        && difference.getConflicting().isEmpty()
        && difference.getUntracked().stream().allMatch(WorkingTree::isOwn);
  }

  private static boolean isOwn(String file) {
    return Arrays.stream(file.split("/")).anyMatch(WorkingTree::isLeftOut);
  }

  private static boolean isLeftOut(String name) {
    return FolderContent.LEFT_OUT.contains(name);
  }

  private String relative(String file) {
    return path.isEmpty() ? file : file.substring(path.length() + 1);
  }

  /// The folder itself.
  Path folder() {
    return repository.getWorkTree().toPath().resolve(path);
  }
}
