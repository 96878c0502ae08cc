package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value inside a document as values of other types, one at a time and without SQL: what [Casts]
/// does to a VARIANT. For files that are loaded. Immutable.
///
/// All conversions give null for JSON's null, and throw a [SnowflakeException] for a value that
/// cannot become one of the type.
public final class DocumentValue {
  private final Json json;

  DocumentValue(Json json) {
    this.json = json;
  }

  /// A value of Java's, as [Documents#variant(Object)] takes it.
  public static DocumentValue of(@Nullable Object value) {
    return new DocumentValue(Documents.json(value));
  }

  /// As [Physical] keeps a VARIANT.
  public String variant() {
    return json.canonical();
  }

  /// What the members of an object are called, sorted; empty for anything else.
  public List<String> names() {
    return json instanceof Json.Members(var members) ? List.copyOf(members.keySet()) : List.of();
  }

  /// @param name one of the names
  public DocumentValue member(String name) {
    return new DocumentValue(JsonPath.member(json, name).orElseThrow());
  }

  /// A number with the type's scale, rounded half away from zero.
  public @Nullable BigDecimal fixed(Fixed type) throws SnowflakeException {
    return VariantCasts.fixed(json, type.precision(), type.scale());
  }

  public @Nullable Double real() throws SnowflakeException {
    return VariantCasts.real(json);
  }

  public @Nullable Boolean bool() throws SnowflakeException {
    return VariantCasts.bool(json);
  }

  /// A string without quotes, anything else as JSON.
  public @Nullable String text() {
    return VariantCasts.text(json);
  }

  public byte @Nullable [] binary() throws SnowflakeException {
    var hex = VariantCasts.binary(json);
    return hex == null ? null : HexFormat.of().parseHex(hex);
  }

  /// The text of a date, time or timestamp; a number counts seconds.
  ///
  /// @param type such as `DATE` or `TIMESTAMP_NTZ`
  public @Nullable String moment(String type) throws SnowflakeException {
    return VariantCasts.moment(json, type);
  }

  /// An OBJECT, as [Physical] keeps it.
  public @Nullable String object() throws SnowflakeException {
    return VariantCasts.object(json);
  }

  /// An ARRAY, as [Physical] keeps it; what is no array becomes its only element.
  public @Nullable String array() {
    return VariantCasts.array(json);
  }
}
