package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rows of `FLATTEN` (Snowflake, "FLATTEN"), in the order of the elements.
///
/// Each row is a list of texts: KEY, PATH, INDEX, VALUE, THIS.
public final class Flattening {
  private static final Kernel ROWS =
      Kernel.withNulls(
          "sf_flatten",
          Kind.TEXT,
          a -> rows(a.textOrNull(0), a.text(1), a.bool(2), a.bool(3), a.text(4)),
          Kind.TEXT,
          Kind.TEXT,
          Kind.BOOL,
          Kind.BOOL,
          Kind.TEXT);

  static final List<Kernel> KERNELS = List.of(ROWS);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  private final boolean recursive;
  private final boolean objects;
  private final boolean arrays;
  private final List<Json> rows = new ArrayList<>();

  private Flattening(boolean recursive, String mode) {
    this.recursive = recursive;
    this.objects = !mode.equals("ARRAY");
    this.arrays = !mode.equals("OBJECT");
  }

  /// DuckDB's SQL of a `VARCHAR[][]`.
  ///
  /// @param input a VARIANT, OBJECT or ARRAY
  /// @param path where in the input the elements are; empty for the input itself
  /// @param outer whether there is a row even if there is no element
  /// @param recursive whether elements of elements are rows, too
  /// @param mode `OBJECT`, `ARRAY` or `BOTH`
  public static String sql(
      Typed input, String path, boolean outer, boolean recursive, String mode) {
    var call =
        ROWS.call(
            input.isNull() ? "CAST(NULL AS VARCHAR)" : input.sql(),
            Sql.quote(path),
            Boolean.toString(outer),
            Boolean.toString(recursive),
            Sql.quote(mode));
    return "from_json(" + call + ", '[[\"VARCHAR\"]]')";
  }

  private static String rows(
      @Nullable String input, String path, boolean outer, boolean recursive, String mode)
      throws SnowflakeException {
    var flattening = new Flattening(recursive, mode);
    var way = JsonPath.of(path);
    Optional<Json> start = input == null ? Optional.empty() : way.in(JsonReader.canonical(input));
    start.ifPresent(json -> flattening.flatten(json, path));
    if (outer && flattening.rows.isEmpty()) {
      var self = start.<Json>map(json -> Json.of(json.canonical())).orElse(Json.nil());
      var none = Json.nil();
      flattening.rows.add(
          new Json.Items(List.of(none, start.isEmpty() ? none : Json.of(path), none, none, self)));
    }
    return new Json.Items(flattening.rows).canonical();
  }

  private void flatten(Json container, String path) {
    switch (container) {
      case Json.Items(var values) when arrays -> {
        for (int i = 0; i < values.size(); i++) {
          if (!(values.get(i) instanceof Json.Undefined)) {
            row(
                Json.nil(),
                path + "[" + i + "]",
                Json.of(Integer.toString(i)),
                values.get(i),
                container);
          }
        }
      }
      case Json.Members(var values) when objects -> {
        for (Map.Entry<String, Json> member : values.entrySet()) {
          var key = member.getKey();
          row(Json.of(key), step(path, key), Json.nil(), member.getValue(), container);
        }
      }
      default -> {}
    }
  }

  private void row(Json key, String path, Json index, Json value, Json self) {
    rows.add(
        new Json.Items(
            List.of(
                key, Json.of(path), index, Json.of(value.canonical()), Json.of(self.canonical()))));
    if (recursive) {
      flatten(value, path);
    }
  }

  private static String step(String path, String key) {
    if (!PLAIN.matcher(key).matches()) {
      return path + "['" + key.replace("'", "\\'") + "']";
    }
    return path.isEmpty() ? key : path + "." + key;
  }
}
