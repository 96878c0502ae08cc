package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations.StageFiles;
import dev.landfall.sandbox.snowflake.sql.FileLocation;
import dev.landfall.sandbox.snowflake.sql.Locations;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The directory table of a stage: what was in it at the last refresh, or what is in it now when it
/// is refreshed automatically (Snowflake, "Directory tables"). For one statement.
public final class DirectoryTable {
  private final FileArea files;
  private final Access access;
  private final Entity stage;
  private final Located location;

  private DirectoryTable(FileArea files, Access access, Entity stage, Located location) {
    this.files = files;
    this.access = access;
    this.stage = stage;
    this.location = location;
  }

  /// The one that a query reads.
  ///
  /// @param access as the query sees the account
  public static DirectoryTable of(StageFiles written, Access access, LoadContext context)
      throws SnowflakeException {
    if (!(Locations.stage(written.location()) instanceof FileLocation.Stage(var name, var path))
        || !path.isEmpty()) {
      throw Errors.notSupported("DIRECTORY(@" + written.location() + ")");
    }
    return find(name, "", Locator.Use.READ, access, context.files());
  }

  /// The one that ALTER STAGE … REFRESH is about.
  ///
  /// @param path how the paths of the files begin that are refreshed
  public static DirectoryTable toRefresh(
      QualifiedName name, String path, Access access, FileArea files) throws SnowflakeException {
    return find(name, path, Locator.Use.WRITE, access, files);
  }

  private static DirectoryTable find(
      QualifiedName name, String path, Locator.Use use, Access access, FileArea files)
      throws SnowflakeException {
    var stage = access.object(Kind.STAGE, name, "SELECT");
    var location =
        new Locator(access, files.stores())
            .find(new FileLocation.Stage(name, path), use, Optional.empty());
    var table = new DirectoryTable(files, access, stage, location);
    if (!table.flag("ENABLE", false)) {
      throw Errors.compilation(
          "001420",
          "22023",
          "Directory table is not enabled on stage '" + access.full(Kind.STAGE, name) + "'");
    }
    return table;
  }

  private boolean flag(String name, boolean otherwise) {
    return flag(stage.body(Body.Stage.class), name, otherwise);
  }

  private static boolean flag(Body.Stage stage, String name, boolean otherwise) {
    return Optional.ofNullable(stage.directory().get(name))
        .map(Value::plain)
        .map(Boolean::parseBoolean)
        .orElse(otherwise);
  }

  /// Whether a stage that was created has its directory table refreshed at once.
  public static boolean refreshedOnCreate(Body.Stage stage) {
    return stage.url().isPresent()
        && flag(stage, "ENABLE", false)
        && flag(stage, "REFRESH_ON_CREATE", true);
  }

  private record Column(String name, DataType type, String sql) {}

  /// Its rows, for a query.
  public Relation relation(Ambient ambient) throws SnowflakeException {
    var moment = new DataType.Timestamp(Zone.TZ, 3);
    var hash = "CASE WHEN regexp_full_match(\"tag\", '[0-9a-f]{32}') THEN \"tag\" END";
    var columns =
        List.of(
            new Column("RELATIVE_PATH", DataType.Text.MAX, "\"path\""),
            new Column("SIZE", DataType.Fixed.INTEGER, "CAST(\"size\" AS DECIMAL(38,0))"),
            new Column(
                "LAST_MODIFIED",
                moment,
                "CAST({'utc': date_trunc('millisecond', \"modified\"), 'zone': 0} AS "
                    + Physical.type(moment)
                    + ")"),
            new Column("MD5", DataType.Text.MAX, hash),
            new Column("ETAG", DataType.Text.MAX, "\"tag\""),
            new Column(
                "FILE_URL",
                DataType.Text.MAX,
                Storage.literal(address(ambient)) + " || url_encode(\"path\")"));
    var list = new ArrayList<String>();
    var shown = new ArrayList<Relation.Column>();
    for (var column : columns) {
      var quoted = "\"" + column.name() + "\"";
      list.add(column.sql() + " AS " + quoted);
      shown.add(Relation.Column.of(new Name(column.name()), column.type(), true, quoted));
    }
    var rows =
        flag("AUTO_REFRESH", false)
            ? DirectoryStore.live(location.list(Optional.empty()))
            : DirectoryStore.stored(stage.id());
    return new Relation.Computed(
        "SELECT " + String.join(", ", list) + " FROM (" + rows + ")", shown);
  }

  /// Where Snowflake serves the files of the stage; nobody does here.
  private String address(Ambient ambient) {
    var directory = access.directory();
    return "https://"
        + ambient.account().toLowerCase(Locale.ROOT)
        + ".snowflakecomputing.com/api/files/"
        + directory.databaseOf(stage).name().value()
        + "/"
        + directory.schemaOf(stage).name().value()
        + "/"
        + stage.name().value()
        + "/";
  }

  /// Tells it what is in the stage now.
  public Result refresh() throws SnowflakeException, SQLException {
    var rows = new ArrayList<List<@Nullable String>>();
    for (var change :
        files.directories().refresh(stage.id(), location.path(), location.list(Optional.empty()))) {
      var what = change.status().equals("UNREGISTERED") ? "unregistered" : "registered";
      rows.add(List.of(change.path(), change.status(), "File " + what + " successfully."));
    }
    return refreshed(rows);
  }

  /// What a refresh answers.
  public static Result refreshed(List<List<@Nullable String>> rows) {
    return new Result(
        StatementKind.DDL,
        List.of(
            new ResultColumn("file", DataType.Text.MAX, true),
            new ResultColumn("status", DataType.Text.MAX, true),
            new ResultColumn("description", DataType.Text.MAX, true)),
        rows);
  }
}
