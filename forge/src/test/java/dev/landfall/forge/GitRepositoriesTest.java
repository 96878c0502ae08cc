package dev.landfall.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.engine.release.Repositories.RepositoryException;
import dev.landfall.engine.release.Repositories.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoriesTest {
  private static final Revision AS_IT_LIES = new Revision.AsItLies();
  @TempDir Path folder;
  private Path work;
  private GitRepositories repositories;

  @BeforeEach
  void make() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    repositories = new GitRepositories(folder.resolve("cache"));
  }

  private Git repository() throws GitAPIException {
    return Git.init().setInitialBranch("main").setDirectory(work.toFile()).call();
  }

  private static String commit(Git git, String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    return git.commit()
        .setMessage(message)
        .setAuthor("data engineer", "data@example.com")
        .setCommitter("data engineer", "data@example.com")
        .setSign(false)
        .call()
        .name();
  }

  private void write(String name, String text) throws IOException {
    var file = work.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  @Test
  void a_folder_in_no_repository_is_used_as_it_lies() throws Exception {
    write("a.sql", "select 1");

    var checkout = repositories.open(work.toString(), AS_IT_LIES);

    assertThat(checkout.root()).isEqualTo(work.toRealPath());
    assertThat(checkout.pin().committed()).isFalse();
    assertThat(checkout.pin().commit()).isEmpty();
  }

  @Test
  void a_folder_in_no_repository_has_no_branches() {
    assertThatThrownBy(() -> repositories.open(work.toString(), new Revision.Branch("main")))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("in no Git repository");
  }

  @Test
  void a_clean_working_tree_is_its_commit() throws Exception {
    try (var git = repository()) {
      write("warehouse/a.sql", "select 1");
      var commit = commit(git, "one");

      var checkout = repositories.open(work.resolve("warehouse").toString(), AS_IT_LIES);

      assertThat(checkout.pin().commit()).isEqualTo(commit);
      assertThat(checkout.pin().committed()).isTrue();
      assertThat(checkout.pin().path()).isEqualTo("warehouse");
    }
  }

  @Test
  void an_edit_an_untracked_file_or_a_deletion_makes_it_uncommitted() throws Exception {
    try (var git = repository()) {
      write("a.sql", "select 1");
      write("b.sql", "select 2");
      commit(git, "one");

      write("a.sql", "select 3");
      assertThat(repositories.open(work.toString(), AS_IT_LIES).pin().committed()).isFalse();
      write("a.sql", "select 1");
      assertThat(repositories.open(work.toString(), AS_IT_LIES).pin().committed()).isTrue();
      write("c.sql", "select 4");
      assertThat(repositories.open(work.toString(), AS_IT_LIES).pin().committed()).isFalse();
      Files.delete(work.resolve("c.sql"));
      Files.delete(work.resolve("b.sql"));
      assertThat(repositories.open(work.toString(), AS_IT_LIES).pin().committed()).isFalse();
    }
  }

  @Test
  void ignored_files_and_what_landfall_leaves_behind_do_not_count() throws Exception {
    try (var git = repository()) {
      write(".gitignore", "target/\n");
      write("a.sql", "select 1");
      commit(git, "one");
      var before = repositories.open(work.toString(), AS_IT_LIES).pin();

      write("target/x.class", "x");
      write(".landfall/state.db", "x");
      var after = repositories.open(work.toString(), AS_IT_LIES).pin();

      assertThat(after).isEqualTo(before);
      assertThat(after.committed()).isTrue();
    }
  }

  @Test
  void the_same_files_have_the_same_fingerprint_in_a_working_tree_and_in_a_checkout()
      throws Exception {
    try (var git = repository()) {
      write("warehouse/a.sql", "select 1");
      write("warehouse/deep/b.sql", "select 2");
      Files.createSymbolicLink(work.resolve("warehouse/c.sql"), Path.of("a.sql"));
      assertThat(work.resolve("warehouse/a.sql").toFile().setExecutable(true)).isTrue();
      write("other.txt", "x");
      var commit = commit(git, "one");
      var inside = work.resolve("warehouse").toString();

      var lying = repositories.open(inside, AS_IT_LIES);
      var laidOut = repositories.open(inside, new Revision.Commit(commit));

      assertThat(laidOut.pin()).isEqualTo(lying.pin());
      assertThat(laidOut.root().resolve("deep/b.sql")).hasContent("select 2");
      assertThat(laidOut.root().resolve("c.sql")).isSymbolicLink();
    }
  }

  @Test
  void a_branch_is_laid_out_at_its_head_whatever_lies_in_the_working_tree() throws Exception {
    try (var git = repository()) {
      write("a.sql", "select 1");
      var first = commit(git, "one");
      git.branchCreate().setName("develop").call();
      write("a.sql", "select 2");
      commit(git, "two");
      write("a.sql", "select 3");

      var checkout = repositories.open(work.toString(), new Revision.Branch("develop"));

      assertThat(checkout.root().resolve("a.sql")).hasContent("select 1");
      assertThat(checkout.pin().commit()).isEqualTo(first);
    }
  }

  @Test
  void a_pin_is_laid_out_again_exactly() throws Exception {
    try (var git = repository()) {
      write("warehouse/a.sql", "select 1");
      commit(git, "one");
      var pin = repositories.open(work.resolve("warehouse").toString(), AS_IT_LIES).pin();
      write("warehouse/a.sql", "select 2");
      commit(git, "two");

      var again = repositories.open(pin);

      assertThat(again.pin()).isEqualTo(pin);
      assertThat(again.root().resolve("a.sql")).hasContent("select 1");
    }
  }

  @Test
  void files_that_were_never_committed_cannot_be_repeated() throws Exception {
    write("a.sql", "select 1");
    var pin = repositories.open(work.toString(), AS_IT_LIES).pin();

    assertThatThrownBy(() -> repositories.open(pin))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("never committed");
  }

  @Test
  void an_unknown_branch_is_refused_with_the_ones_there_are() throws Exception {
    try (var git = repository()) {
      write("a.sql", "select 1");
      commit(git, "one");

      assertThatThrownBy(() -> repositories.open(work.toString(), new Revision.Branch("develop")))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("no branch \"develop\"")
          .hasMessageContaining("It has: main");
    }
  }

  @Test
  void an_unknown_commit_is_refused() throws Exception {
    try (var git = repository()) {
      write("a.sql", "select 1");
      commit(git, "one");
      var unknown = new Revision.Commit("0123456789012345678901234567890123456789");

      assertThatThrownBy(() -> repositories.open(work.toString(), unknown))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("no commit 0123456789");
    }
  }

  @Test
  void a_link_that_leads_out_of_the_repository_is_refused() throws Exception {
    try (var git = repository()) {
      write("a.sql", "select 1");
      Files.createSymbolicLink(work.resolve("secrets"), Path.of("../../etc/passwd"));
      var commit = new Revision.Commit(commit(git, "one"));

      assertThatThrownBy(() -> repositories.open(work.toString(), commit))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("leads out of it");
      assertThat(folder.resolve("cache/checkouts")).isEmptyDirectory();
    }
  }

  @Test
  void a_file_in_lfs_is_refused() throws Exception {
    try (var git = repository()) {
      write("big.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");
      var commit = new Revision.Commit(commit(git, "one"));

      assertThatThrownBy(() -> repositories.open(work.toString(), commit))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("Git LFS");
    }
  }

  @Test
  void a_repository_behind_a_url_is_cloned_and_later_fetched() throws Exception {
    try (var git = repository()) {
      write("a.sql", "select 1");
      commit(git, "one");
      var url = work.toUri().toString();
      var first = repositories.open(url, new Revision.Branch("main"));
      write("a.sql", "select 2");
      commit(git, "two");

      var second = repositories.open(url, AS_IT_LIES);

      assertThat(first.root().resolve("a.sql")).hasContent("select 1");
      assertThat(second.root().resolve("a.sql")).hasContent("select 2");
      assertThat(repositories.open(first.pin()).root()).isEqualTo(first.root());
    }
  }

  @Test
  void a_url_that_cannot_be_reached_is_refused_without_its_password() {
    var url = "http://somebody:hunter2@127.0.0.1:1/none.git";

    assertThatThrownBy(() -> repositories.open(url, AS_IT_LIES))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("cannot be fetched")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_missing_folder_is_refused() {
    assertThatThrownBy(() -> repositories.open(folder.resolve("nowhere").toString(), AS_IT_LIES))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("no folder");
  }

  @Test
  void a_repository_without_commits_is_used_as_it_lies() throws Exception {
    repository().close();
    write("a.sql", "select 1");

    var pin = repositories.open(work.toString(), AS_IT_LIES).pin();

    assertThat(pin.committed()).isFalse();
    assertThat(pin.commit()).isEmpty();
  }
}
