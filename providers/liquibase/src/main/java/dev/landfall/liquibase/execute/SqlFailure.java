package dev.landfall.liquibase.execute;

import java.sql.SQLException;

/// The database refused a flight or the connection broke. Its message may hold secrets: mask it
/// before it is shown.
final class SqlFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String state;
  private final int part;
  private final int position;
  private final boolean lost;

  /// @param state the SQLSTATE; empty when there is none
  /// @param part the index of the part of the flight that failed; -1 when it cannot be told
  /// @param position the offset in that part, counted from 1; 0 when it cannot be told
  /// @param lost whether the connection broke, so that nobody knows what took effect
  SqlFailure(
      String message, String state, int part, int position, boolean lost, SQLException cause) {
    super(message, cause);
    this.state = state;
    this.part = part;
    this.position = position;
    this.lost = lost;
  }

  /// A failure of which only the driver's exception is known.
  static SqlFailure of(SQLException e) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    return new SqlFailure(String.valueOf(e.getMessage()), state, -1, 0, isLoss(state), e);
  }

  /// Whether a SQLSTATE says that the connection broke.
  static boolean isLoss(String state) {
    return state.startsWith("08") || state.startsWith("57P");
  }

  String state() {
    return state;
  }

  int part() {
    return part;
  }

  int position() {
    return position;
  }

  boolean lost() {
    return lost;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
