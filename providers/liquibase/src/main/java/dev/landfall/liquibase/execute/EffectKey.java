package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Digest;
import dev.landfall.spi.Action;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The journal's key for a step or one of its statements.
///
/// A whole step's key names the deployment that its row carries. A single statement's key names the
/// text it belongs to, so that an edited changeset starts again from its first statement, and an
/// unchanged one goes on where it stopped.
///
/// @param mark the step's action and address
/// @param deployment the DEPLOYMENT_ID of the rollout; empty for a single statement
/// @param piece the number of the statement, from 1; 0 for the whole step
/// @param checksum of the changeset; empty for the whole step
record EffectKey(String mark, String deployment, int piece, String checksum) {
  private static final Pattern WHOLE = Pattern.compile("(?s)(.*) @(\\d+)");
  private static final Pattern PIECE = Pattern.compile("(?s)(.*) #(\\d+) of (\\S+)");

  static EffectKey whole(String mark, String deployment) {
    return new EffectKey(mark, deployment, 0, "");
  }

  static EffectKey piece(String mark, int piece, String checksum) {
    return new EffectKey(mark, "", piece, checksum);
  }

  static EffectKey parse(String text) {
    var piece = PIECE.matcher(text);
    if (piece.matches()) {
      return piece(piece.group(1), Integer.parseInt(piece.group(2)), piece.group(3));
    }
    var whole = WHOLE.matcher(text);
    return whole.matches() ? whole(whole.group(1), whole.group(2)) : whole(text, "");
  }

  boolean isPiece() {
    return piece > 0;
  }

  /// A mark for the flight that carries it: short, the same every time, and without anything that
  /// could end a comment.
  String flightMark() {
    return "landfall " + Digest.start().add(toString()).hex().substring(0, 32);
  }

  /// Whether the bookkeeping shows that it took place.
  boolean isShownBy(List<Row> rows) {
    var address = mark.substring(mark.indexOf(' ') + 1);
    var row =
        rows.stream()
            .filter(r ->
                r.key().toString().equals(address)
                    || Row.normal(r.key()).toString().equals(address))
            .findFirst();
    var action = Action.valueOf(mark.substring(0, mark.indexOf(' ')).toUpperCase(Locale.ROOT));
    if (action == Action.DELETE) {
      return row.isEmpty();
    }
    return row.isPresent()
        && (isPiece()
            ? action == Action.RUN && row.get().checksum().equals(checksum)
            : row.get().deployment().equals(deployment));
  }

  @Override
  public String toString() {
    return isPiece() ? mark + " #" + piece + " of " + checksum : mark + " @" + deployment;
  }
}
