package dev.landfall.sandbox.network;

/// Watches the flights through a [CountingProxy] and may cut the connection at any of them. Called
/// on the connection's own thread, which it may hold up.
public interface FlightListener {
  /// What becomes of the connection.
  enum Fate {
    /// It goes on.
    PASS,
    /// It is cut off, on both sides.
    CUT
  }

  /// A flight arrived from the client and has not been passed on yet.
  ///
  /// @param number of the flight among all of the proxy's, from 1
  /// @param beginning of the request: its first bytes, as Latin-1 text
  default Fate beforeRequest(int number, String beginning) {
    return Fate.PASS;
  }

  /// The server's answer has begun to arrive and has not been passed on yet.
  ///
  /// @param number of the flight that it answers
  default Fate beforeAnswer(int number) {
    return Fate.PASS;
  }
}
