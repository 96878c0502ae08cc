package dev.landfall.liquibase.execute;

/// What a server knows of one session, after its client was lost. Immutable.
interface Trail {
  /// The query that ends the session.
  String endQuery();

  /// The query for one cell: how many statements it has under way.
  Flight.Query workQuery();

  /// What came of a statement in it, when nothing is under way any more.
  ///
  /// @param asking another session
  /// @param mark of the flight that carried the statement
  /// @param statement as it was sent; empty when it is not known any more
  Fate fate(Session asking, String mark, String statement) throws SqlFailure;

  /// The same, where the server may know nothing of its sessions, or not tell it.
  ///
  /// @param session the number of the one that was lost; empty when nobody recorded it
  /// @throws SqlFailure when the connection is lost
  static Fate fate(Session asking, String session, String mark, String statement)
      throws SqlFailure {
    var trail = asking.dialect().trail(session);
    if (trail.isEmpty()) {
      return Fate.UNKNOWN;
    }
    try {
      return trail.get().fate(asking, mark, statement);
    } catch (SqlFailure failure) {
      if (failure.lost()) {
        throw failure;
      }
      return Fate.UNKNOWN;
    }
  }
}
