package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.TagUse;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The values of tags on objects and columns, which they inherit from what they lie in (Snowflake,
/// "SYSTEM$GET_TAG").
final class TagValues {
  private static final String FUNCTION = "SYSTEM$GET_TAG";

  private TagValues() {}

  /// @param object its name; of a column with that of its table
  /// @param domain such as `TABLE` or `COLUMN`
  /// @return empty when the tag is not set
  static Optional<String> of(Access access, QualifiedName tag, String object, String domain)
      throws SnowflakeException {
    var id = access.object(Kind.TAG, tag, FUNCTION).id();
    var name = Names.parse(object);
    var word = domain.toUpperCase(Locale.ROOT).replace(' ', '_');
    if (word.equals("COLUMN")) {
      var parts = name.parts();
      if (parts.size() < 2) {
        throw Errors.compilation("000904", "42000", "invalid identifier '" + name.sql() + "'");
      }
      var holder =
          access.object(
              Kind.TABLE, new QualifiedName(parts.subList(0, parts.size() - 1)), FUNCTION);
      var own = value(column(holder, name.last()).tags(), id);
      return own.isPresent() ? own : inherited(access, holder, id);
    }
    return inherited(access, access.object(kind(word), name, FUNCTION), id);
  }

  private static Kind kind(String word) throws SnowflakeException {
    for (var kind : Kind.values()) {
      if (kind.name().equals(word)) {
        return kind;
      }
    }
    throw Errors.compilation("002017", "22023", "Invalid object type '" + word + "'");
  }

  private static Column column(Entity table, Name name) throws SnowflakeException {
    return table
        .body(Body.Table.class)
        .column(name)
        .orElseThrow(
            () -> Errors.compilation("000904", "42000", "invalid identifier '" + name.sql() + "'"));
  }

  private static Optional<String> inherited(Access access, Entity object, long tag) {
    var at = object;
    while (true) {
      var value = value(at.tags(), tag);
      if (value.isPresent() || at.parent() == 0) {
        return value;
      }
      at = access.directory().get(at.parent());
    }
  }

  private static Optional<String> value(List<TagUse> uses, long tag) {
    return uses.stream().filter(use -> use.tag() == tag).map(TagUse::value).findFirst();
  }
}
