package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.DocumentFile.Documents;
import dev.landfall.sandbox.snowflake.load.format.BadRecord;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/// Loads JSON and Parquet files whose members are the columns, by their names.
final class MemberLoader implements FileLoader {
  private final DocumentFile format;
  private final Target target;
  private final boolean ignoringCase;
  private final LoadContext context;
  private final Pace pace;
  private final long wanted;
  private final RowWriter row;
  private List<String> names = List.of();
  private int[] members;
  private long count;

  /// @param wanted how many rows are enough
  MemberLoader(
      DocumentFile format,
      Target target,
      RowWriter row,
      CopyOptions.Match match,
      LoadContext context,
      long wanted) {
    this.format = format;
    this.target = target;
    this.row = row;
    this.ignoringCase = match == CopyOptions.Match.CASE_INSENSITIVE;
    this.context = context;
    this.pace = new Pace(context);
    this.wanted = wanted;
    this.members = target.positions(names, ignoringCase);
  }

  @Override
  public void load(Input input, Tally tally) throws SnowflakeException, SQLException, IOException {
    format.read(
        input,
        context.files().scratch(),
        documents -> {
          while (count < wanted && documents.next()) {
            pace.step();
            step(documents, input, tally);
          }
        },
        tally);
  }

  private void step(Documents documents, Input input, Tally tally)
      throws SnowflakeException, SQLException, BadRecord {
    tally.parsed(1);
    find(documents.names());
    if (tally.hopeless()) {
      return;
    }
    int column = 0;
    try {
      for (; column < members.length; column++) {
        int member = members[column];
        row.set(column, member < 0 ? null : row.column(column).convert(documents.member(member)));
      }
    } catch (SnowflakeException e) {
      tally.strict(documents.error(e, target.shown(column)));
      return;
    }
    row.append(input.number());
    tally.good(1);
    count++;
  }

  /// Most documents have the same members as the one before.
  private void find(List<String> found) {
    if (!found.equals(names)) {
      names = found;
      members = target.positions(names, ignoringCase);
    }
  }
}
