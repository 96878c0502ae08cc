package dev.landfall.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The stock Liquibase command line, in a process of its own.
///
/// @param folder the changelog's folder
/// @param url of the database
/// @param user who logs in
/// @param password that user's
/// @param parameters changelog parameters
record StockLiquibase(
    Path folder, String url, String user, String password, Map<String, String> parameters) {
  /// Runs a command.
  ///
  /// @return its output
  /// @throws AssertionError when it fails
  String run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
    command.add("liquibase.integration.commandline.LiquibaseCommandLine");
    command.addAll(
        List.of(
            "--show-banner=false",
            "--search-path=" + folder,
            "--changelog-file=changelog.yaml",
            "--url=" + url,
            "--username=" + user,
            "--password=" + password));
    command.addAll(List.of(arguments));
    parameters.forEach((name, value) -> command.add("-D" + name + "=" + value));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError("Liquibase failed: " + output);
    }
    return output;
  }

  private static String classPath() {
    var application = Landfall.PROJECT.resolve("cli/target/landfall");
    return Stream.of("lib", "drivers")
        .map(folder -> application.resolve(folder) + File.separator + "*")
        .collect(Collectors.joining(File.pathSeparator));
  }
}
