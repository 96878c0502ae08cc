package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.spi.Journal;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people are told about a job, with its secrets masked.
record Messages(Job job) {
  String shortName(Step step) {
    return "changeset " + step.changeset().id() + " by " + step.changeset().author();
  }

  Journal.Effect effect(Step step, EffectKey key, Ledger.Place place) {
    var what = verb(step) + " " + job.name(step.changeset());
    var question =
        (step.kind() == Step.Kind.BACK ? "Is there no row" : "Is there a row")
            + " for "
            + step.address()
            + (step.kind() == Step.Kind.BACK ? "" : " with DEPLOYMENT_ID " + key.deployment())
            + " in DATABASECHANGELOG of database "
            + place.database()
            + "?";
    return new Journal.Effect(key.toString(), what, question);
  }

  /// @param clue the number of the session that is to carry it, when the server can tell what came
  ///   of it there
  Journal.Effect piece(
      Step step, int number, Changeset.Statement statement, Ledger.Place place, String clue) {
    var key = EffectKey.piece(step.mark(), number, step.changeset().checksum());
    var what =
        verb(step)
            + " "
            + job.name(step.changeset())
            + ", statement "
            + number
            + " of "
            + step.statements().size();
    var question =
        "Did this statement take effect in database "
            + place.database()
            + ": "
            + firstLine(statement)
            + "?";
    return new Journal.Effect(key.toString(), what, question, clue);
  }

  private static String verb(Step step) {
    return switch (step.kind()) {
      case ONCE -> "run";
      case AGAIN -> "re-run";
      case BACK -> "take back";
    };
  }

  private String firstLine(Changeset.Statement statement) {
    var line = job.mask(statement.sql().strip()).lines().findFirst().orElse("");
    return line.length() > 120 ? line.substring(0, 120) + "…" : line;
  }

  String skipped(Step step, String why) {
    return shortName(step) + " was left out: " + job.mask(why);
  }

  /// A statement failed.
  ///
  /// @param index of the statement; anything else means the bookkeeping around the statements
  /// @param applied the numbers of the statements that took effect and stay
  ProviderException failed(
      Step step,
      List<Changeset.Statement> statements,
      int index,
      SqlFailure failure,
      List<Integer> applied) {
    var inside = index >= 0 && index < statements.size();
    var place = inside ? place(step, statements.get(index), failure) : job.at(step.changeset(), 0);
    var part =
        !inside
            ? statements.isEmpty() ? "failed" : "could not be recorded"
            : statements.size() == 1
                ? "failed"
                : "failed in statement " + (index + 1) + " of " + statements.size();
    var stays =
        applied.isEmpty()
            ? "Nothing of this changeset took effect; those before it stay."
            : "Statements 1 to "
                + applied.size()
                + " of it took effect and stay: this changeset does not run in a transaction.";
    var next =
        applied.isEmpty()
            ? "Mend " + place + " and deploy again."
            : "Deploy again to go on with statement "
                + (applied.size() + 1)
                + ". If you edit the changeset, it starts again from its first statement, so take"
                + " back by hand what took effect.";
    return new ProviderException(
        Kind.FAILED,
        job.mask(
            shortName(step)
                + " ("
                + place
                + ") "
                + part
                + ": "
                + failure.getMessage()
                + (failure.state().isEmpty() ? "" : " [" + failure.state() + "]")
                + ". "
                + stays),
        next,
        hidden(failure));
  }

  private dev.landfall.spi.Problem.Location place(
      Step step, Changeset.Statement statement, SqlFailure failure) {
    if (statement.line() == 0 || step.kind() == Step.Kind.BACK) {
      return job.at(step.changeset(), 0);
    }
    var before =
        statement
            .sql()
            .substring(0, Math.clamp(failure.position() - 1, 0, statement.sql().length()));
    var lines = (int) before.chars().filter(c -> c == '\n').count();
    return job.at(step.changeset(), statement.line() + lines);
  }

  /// A cause without its message, which may hold secrets.
  private static @Nullable Throwable hidden(SqlFailure failure) {
    return failure.state().isEmpty() ? failure.getCause() : null;
  }

  ProviderException halted(Step step, String why) {
    return new ProviderException(
        Kind.FAILED,
        job.mask(job.name(step.changeset()) + " was not run: " + why + ". Those before it stay."),
        "Make its preconditions hold, or choose onFail: CONTINUE, MARK_RAN or WARN for them.");
  }

  ProviderException refusedByChangelog(String why) {
    return new ProviderException(
        Kind.FAILED,
        job.mask("the changelog " + job.settings().changelog() + " refuses to run: " + why),
        "Nothing was changed. Make its preconditions hold.");
  }

  ProviderException lockGone() {
    return new ProviderException(
        Kind.HELD,
        "the Liquibase lock of " + job.desired().target() + " was taken away while it was in use",
        "Nothing more was changed. See `landfall status` for who works on the target now.");
  }

  ProviderException lost(Step step, SqlFailure failure) {
    return new ProviderException(
        Kind.FAILED,
        job.mask(
            "the connection was lost each time "
                + shortName(step)
                + " was sent, and it did not take effect: "
                + failure.getMessage()),
        "See what ends the connections, such as a timeout or the server's log, and deploy again.");
  }

  ProviderException unknown(Journal.Effect effect, SqlFailure failure) {
    return new ProviderException(
        Kind.IN_DOUBT,
        job.mask(
            "the connection was lost and the database cannot be reached: nobody knows whether this"
                + " took effect: "
                + effect.what()
                + " ("
                + failure.getMessage()
                + ")"),
        "Deploy again when the database can be reached: it is looked up then.");
  }

  ProviderException inDoubt(Journal.Effect effect) {
    return new ProviderException(
        Kind.IN_DOUBT,
        "nobody knows whether this took effect: " + effect.what() + ". " + effect.question(),
        "Find out, and tell with `landfall resolve`; then deploy again.");
  }
}
