package dev.landfall.sandbox.snowflake.protocol;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One address of the protocol.
///
/// @param name by which faults call it
/// @param path its groups are handed to the handler
record Endpoint(String name, Set<String> methods, Pattern path, Handler handler) {
  /// Answers a call.
  @FunctionalInterface
  interface Handler {
    /// @param id the id or name in the path; empty when it has none
    Reply answer(Call call, Optional<String> id) throws IOException, Refusal, InterruptedException;
  }

  static Endpoint of(String name, String methods, String path, Handler handler) {
    var pattern =
        Pattern.quote(path)
            .replace("{id}", "\\E([0-9a-fA-F-]{1,64})\\Q")
            .replace("{name}", "\\E(.{1,1024})\\Q");
    return new Endpoint(name, Set.of(methods.split(" ")), Pattern.compile(pattern), handler);
  }
}
