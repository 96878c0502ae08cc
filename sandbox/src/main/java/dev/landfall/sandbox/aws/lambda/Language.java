package dev.landfall.sandbox.aws.lambda;

import java.util.List;
import java.util.Optional;

/// What handlers can be written in here.
enum Language {
  PYTHON("python3", "bootstrap.py", "index.py", List.of("-u")),
  NODE("node", "bootstrap.mjs", "index.js", List.of());

  private final String program;
  private final String bootstrap;
  private final String inlineFile;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> arguments;

  Language(String program, String bootstrap, String inlineFile, List<String> arguments) {
    this.program = program;
    this.bootstrap = bootstrap;
    this.inlineFile = inlineFile;
    this.arguments = List.copyOf(arguments);
  }

  /// @param runtime such as `python3.13`
  /// @return empty for one that does not run here
  static Optional<Language> of(String runtime) {
    if (runtime.matches("python3\\.[0-9]+")) {
      return Optional.of(PYTHON);
    }
    return runtime.matches("nodejs[0-9]+\\.x") ? Optional.of(NODE) : Optional.empty();
  }

  /// Looked for on the path.
  String program() {
    return program;
  }

  List<String> arguments() {
    return arguments;
  }

  String bootstrap() {
    return bootstrap;
  }

  /// What a template's text is called.
  String inlineFile() {
    return inlineFile;
  }
}
