package dev.landfall.sandbox.aws.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.JsonNode;

/// The body of an answer.
public interface Content extends AutoCloseable {
  /// In bytes.
  long length();

  void writeTo(OutputStream out) throws IOException;

  @Override
  default void close() throws IOException {}

  static Content of(byte[] bytes) {
    return new Content() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }

  static Content of(String text) {
    return of(text.getBytes(UTF_8));
  }

  static Content of(JsonNode json) {
    return of(JsonTexts.bytes(json));
  }
}
