package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Instant;
import java.util.Optional;

/// One run of a task, as its history tells (Snowflake, "TASK_HISTORY"). Threads share it.
final class TaskRun {
  /// How far it has come.
  enum State {
    SCHEDULED,
    EXECUTING,
    SUCCEEDED,
    FAILED,
    SKIPPED
  }

  private final GraphRun graph;
  private final long task;
  private final Name name;
  private final String text;
  private final Optional<String> condition;
  private State state = State.SCHEDULED;
  private Optional<String> query = Optional.empty();
  private Optional<Instant> began = Optional.empty();
  private Optional<Instant> ended = Optional.empty();
  private Optional<String> errorCode = Optional.empty();
  private Optional<String> errorText = Optional.empty();
  private Optional<String> returned = Optional.empty();

  /// @param task its id
  TaskRun(GraphRun graph, long task, Name name, String text, Optional<String> condition) {
    this.graph = graph;
    this.task = task;
    this.name = name;
    this.text = text;
    this.condition = condition;
  }

  GraphRun graph() {
    return graph;
  }

  long task() {
    return task;
  }

  Name name() {
    return name;
  }

  String text() {
    return text;
  }

  Optional<String> condition() {
    return condition;
  }

  synchronized State state() {
    return state;
  }

  synchronized Optional<String> query() {
    return query;
  }

  synchronized Optional<Instant> began() {
    return began;
  }

  synchronized Optional<Instant> ended() {
    return ended;
  }

  synchronized Optional<String> errorCode() {
    return errorCode;
  }

  synchronized Optional<String> errorText() {
    return errorText;
  }

  /// What `SYSTEM$SET_RETURN_VALUE` said.
  synchronized Optional<String> returned() {
    return returned;
  }

  synchronized void returns(String value) {
    returned = Optional.of(value);
  }

  synchronized void begin(Instant when) {
    state = State.EXECUTING;
    began = Optional.of(when);
  }

  synchronized void sent(String queryId) {
    query = Optional.of(queryId);
  }

  synchronized void succeed(Instant when) {
    state = State.SUCCEEDED;
    ended = Optional.of(when);
  }

  synchronized void fail(SnowflakeException error, Instant when) {
    state = State.FAILED;
    errorCode = Optional.of(error.code());
    errorText = Optional.of(error.text());
    ended = Optional.of(when);
  }

  /// The condition does not hold.
  synchronized void skip(Instant when) {
    state = State.SKIPPED;
    errorCode = Optional.of("0040003");
    errorText = Optional.of("Conditional expression for task evaluated to false.");
    ended = Optional.of(when);
  }
}
