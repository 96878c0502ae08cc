package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Optional;

/// A column of a table, or of a view.
///
/// @param id within its table, never used again there; it names the column in DuckDB, so that
///   renaming one changes nothing stored
/// @param fallback the default, in Snowflake's SQL; names in it are looked up from the table's
///   schema
/// @param sequence the id of the sequence whose NEXTVAL the default is; the text has its name as it
///   was when the default was set
/// @param added whether ALTER TABLE added the column together with its default
/// @param identity for AUTOINCREMENT
/// @param masking arguments are the ids of the columns that the policy sees, this one first
public record Column(
    int id,
    Name name,
    DataType type,
    boolean nullable,
    Optional<String> fallback,
    Optional<Long> sequence,
    boolean added,
    Optional<Identity> identity,
    Optional<String> comment,
    Optional<PolicyUse> masking,
    List<TagUse> tags) {
  /// @param physical the DuckDB sequence, quoted and qualified
  public record Identity(long start, long increment, boolean ordered, String physical) {}

  public Column {
    tags = List.copyOf(tags);
  }

  /// A nullable column, or one that is not, and nothing else.
  public static Column of(int id, Name name, DataType type, boolean nullable) {
    return new Column(
        id,
        name,
        type,
        nullable,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// The column's name in DuckDB, quoted.
  public String physical() {
    return "\"c" + id + "\"";
  }

  public Column withId(int newId) {
    return new Column(
        newId, name, type, nullable, fallback, sequence, added, identity, comment, masking, tags);
  }

  public Column withName(Name newName) {
    return new Column(
        id, newName, type, nullable, fallback, sequence, added, identity, comment, masking, tags);
  }

  public Column withType(DataType newType) {
    return new Column(
        id, name, newType, nullable, fallback, sequence, added, identity, comment, masking, tags);
  }

  public Column withNullable(boolean now) {
    return new Column(
        id, name, type, now, fallback, sequence, added, identity, comment, masking, tags);
  }

  public Column withFallback(Optional<String> now, Optional<Long> ofSequence) {
    return new Column(
        id, name, type, nullable, now, ofSequence, added, identity, comment, masking, tags);
  }

  /// The same, as a column that ALTER TABLE added.
  public Column withAdded() {
    return new Column(
        id, name, type, nullable, fallback, sequence, true, identity, comment, masking, tags);
  }

  public Column withIdentity(Optional<Identity> now) {
    return new Column(
        id, name, type, nullable, fallback, sequence, added, now, comment, masking, tags);
  }

  public Column withComment(Optional<String> now) {
    return new Column(
        id, name, type, nullable, fallback, sequence, added, identity, now, masking, tags);
  }

  public Column withMasking(Optional<PolicyUse> now) {
    return new Column(
        id, name, type, nullable, fallback, sequence, added, identity, comment, now, tags);
  }

  public Column withTags(List<TagUse> now) {
    return new Column(
        id, name, type, nullable, fallback, sequence, added, identity, comment, masking, now);
  }
}
