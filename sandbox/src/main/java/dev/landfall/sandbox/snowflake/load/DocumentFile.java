package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.DocumentValue;
import dev.landfall.sandbox.snowflake.load.FileLoader.Input;
import dev.landfall.sandbox.snowflake.load.format.BadRecord;
import dev.landfall.sandbox.snowflake.load.format.BadRecord.Category;
import dev.landfall.sandbox.snowflake.load.format.JsonFormat;
import dev.landfall.sandbox.snowflake.load.format.JsonReader;
import dev.landfall.sandbox.snowflake.load.format.ParquetFormat;
import dev.landfall.sandbox.snowflake.load.format.ParquetReader;
import dev.landfall.sandbox.snowflake.load.format.Place;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// A file of documents: JSON or Parquet. What cannot be read ends the file: what comes before it is
/// loaded unless ON_ERROR skips the file (Snowflake, "COPY INTO table", ON_ERROR with
/// semi-structured data).
sealed interface DocumentFile {
  /// As messages call it.
  String type();

  /// Reads a file.
  ///
  /// @param scratch does the reading of what DuckDB reads
  /// @param tally is told when it cannot be read on
  void read(Input input, Scratch scratch, Reading reading, Tally tally)
      throws SnowflakeException, SQLException, IOException;

  /// What is done with the documents.
  @FunctionalInterface
  interface Reading {
    void read(Documents documents)
        throws SnowflakeException, SQLException, IOException, BadRecord, ParquetReader.Broken;
  }

  /// One document after another.
  interface Documents {
    boolean next() throws SQLException, IOException, BadRecord, ParquetReader.Broken;

    String variant() throws SnowflakeException, SQLException, BadRecord;

    /// What its members are called.
    List<String> names() throws BadRecord;

    /// @param index of its name
    DocumentValue member(int index) throws SnowflakeException, SQLException;

    /// How many there were before this one.
    long row();

    /// The place where it starts, in a format that has lines.
    Optional<Place> start();

    /// The error of a document that is read but cannot be loaded.
    LoadError error(SnowflakeException cause, String column);
  }

  record Json(JsonFormat format) implements DocumentFile {
    @Override
    public String type() {
      return "JSON";
    }

    @Override
    public void read(Input input, Scratch scratch, Reading reading, Tally tally)
        throws SnowflakeException, SQLException, IOException {
      try (var reader = JsonReader.open(input.open(), format)) {
        try {
          reading.read(documents(reader, input));
        } catch (BadRecord e) {
          tally.bad(
              new LoadError(
                  new SnowflakeException(e.code(), e.sqlState(), e.text()),
                  e.category(),
                  input.name(),
                  Optional.of(e.place()),
                  Optional.empty(),
                  reader.row() - 1,
                  reader.start().line(),
                  Optional.of(reader.record())));
        } catch (ParquetReader.Broken e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private static Documents documents(JsonReader reader, Input input) {
      return new Documents() {
        private DocumentValue document = DocumentValue.of(null);
        private List<String> names = List.of();

        @Override
        public boolean next() throws IOException, BadRecord {
          return reader.next();
        }

        @Override
        public String variant() throws BadRecord {
          return reader.document().variant();
        }

        @Override
        public List<String> names() throws BadRecord {
          document = reader.document();
          names = document.names();
          return names;
        }

        @Override
        public DocumentValue member(int index) {
          return document.member(names.get(index));
        }

        @Override
        public long row() {
          return reader.row() - 1;
        }

        @Override
        public Optional<Place> start() {
          return Optional.of(reader.start());
        }

        @Override
        public LoadError error(SnowflakeException cause, String column) {
          Place start = reader.start();
          return new LoadError(
              cause,
              Category.CONVERSION,
              input.name(),
              Optional.of(start),
              Optional.of(column),
              reader.row(),
              start.line(),
              Optional.of(reader.record()));
        }
      };
    }
  }

  record Parquet(ParquetFormat format) implements DocumentFile {
    @Override
    public String type() {
      return "PARQUET";
    }

    @Override
    public void read(Input input, Scratch scratch, Reading reading, Tally tally)
        throws SnowflakeException, SQLException, IOException {
      input.file(file -> {
        try (var connection = scratch.stream();
            var reader = ParquetReader.open(file, format, connection)) {
          reading.read(documents(reader, input));
        } catch (BadRecord e) {
          throw new IllegalStateException(e);
        } catch (ParquetReader.Broken e) {
          tally.broken();
          tally.bad(
              new LoadError(
                  new SnowflakeException("100152", "22000", e.text()),
                  Category.PARSING,
                  input.name(),
                  Optional.empty(),
                  Optional.empty(),
                  0,
                  0,
                  Optional.empty()));
        }
        return tally;
      });
    }

    private static Documents documents(ParquetReader reader, Input input) {
      return new Documents() {
        @Override
        public boolean next() throws SQLException, ParquetReader.Broken {
          return reader.next();
        }

        @Override
        public String variant() throws SnowflakeException, SQLException {
          return reader.variant();
        }

        @Override
        public List<String> names() {
          return reader.names();
        }

        @Override
        public DocumentValue member(int index) throws SnowflakeException, SQLException {
          return reader.value(index);
        }

        @Override
        public long row() {
          return reader.row() - 1;
        }

        @Override
        public Optional<Place> start() {
          return Optional.empty();
        }

        @Override
        public LoadError error(SnowflakeException cause, String column) {
          return new LoadError(
              cause,
              Category.CONVERSION,
              input.name(),
              Optional.empty(),
              Optional.of(column),
              reader.row(),
              0,
              Optional.empty());
        }
      };
    }
  }
}
