package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.regex.Pattern;
import liquibase.Scope;
import liquibase.change.ChangeFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXParseException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// Makes a problem with a place out of what liquibase-core throws.
final class ProblemText {
  private static final Pattern NOT_FOUND =
      Pattern.compile("[Tt]he file '?(.+?)'? was not found|^(\\S+) does not exist");
  private static final Pattern LINE = Pattern.compile("\\bline (\\d+)(?:,? column (\\d+))?");
  private static final Pattern QUOTED =
      Pattern.compile("(?:'|node: )([^'\\s]{2,80}?)(?:'|$)", Pattern.MULTILINE);
  private static final Pattern UNKNOWN_CHANGE = Pattern.compile("Unknown change type '(\\w+)'");
  private static final Pattern IDENTITY = Pattern.compile("::([^:\\s]+)::([^:\\s,]+)");
  private static final Pattern CAST =
      Pattern.compile("class (\\S+) cannot be cast to class (\\S+)");

  private ProblemText() {}

  /// Says what went wrong while a changelog was read.
  static Problem of(Throwable thrown, Enclosure files, ChangelogRequest request) {
    var chain = chain(thrown);
    for (var e : chain) {
      switch (e) {
        case Refusal refusal -> {
          return refusal.problem();
        }
        case SAXParseException sax -> {
          return Problem.error(
              new Location(
                  request.show(files.last()),
                  Math.max(0, sax.getLineNumber()),
                  Math.max(0, sax.getColumnNumber())),
              "syntax error",
              sentence(sax.getMessage()));
        }
        case MarkedYAMLException yaml -> {
          return Bombs.syntax(request.show(files.last()), yaml);
        }
        case StackOverflowError overflow -> {
          return Problem.error(
              Location.of(request.show(files.last())),
              "changelog nested too deeply",
              "It includes itself, or its elements lie too deep inside each other.");
        }
        default -> {}
      }
    }
    return described(chain, files, request);
  }

  private static Problem described(
      List<Throwable> chain, Enclosure files, ChangelogRequest request) {
    var all = String.join("\n", chain.stream().map(ProblemText::message).toList());
    var missing = NOT_FOUND.matcher(all);
    if (missing.find()) {
      var path = missing.group(1) == null ? missing.group(2) : missing.group(1);
      return missing(path, files);
    }
    var file = file(all, files);
    var text = files.text(file).orElse("");
    var detail = sentence(chain.stream().map(ProblemText::message).toList()) + didYouMean(all);
    return Problem.error(
        text.isEmpty()
            ? files.mention(file)
            : place(all, request.show(file), text, files.places(file)),
        "changelog not understood",
        detail);
  }

  private static String didYouMean(String message) {
    var unknown = UNKNOWN_CHANGE.matcher(message);
    return unknown.find()
        ? Similar.hint(
            unknown.group(1),
            Scope.getCurrentScope().getSingleton(ChangeFactory.class).getDefinedChanges())
        : "";
  }

  /// A file that is not there.
  static Problem missing(String path, Enclosure files) {
    return Problem.error(
        files.mention(path),
        "file not found",
        "'"
            + path
            + "' does not exist in the component's folder. Paths count from that folder, or from"
            + " the file they stand in with relativeToChangelogFile: true.");
  }

  private static List<Throwable> chain(Throwable thrown) {
    var seen = Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());
    var chain = new ArrayList<Throwable>();
    for (@Nullable Throwable e = thrown; e != null && seen.add(e); e = e.getCause()) {
      chain.add(e);
    }
    return chain;
  }

  private static String message(Throwable e) {
    var text = e.getMessage();
    if (e instanceof ClassNotFoundException) {
      return "The class " + text + " is not there.";
    }
    return text == null ? "" : text;
  }

  private static String file(String message, Enclosure files) {
    var found = files.last();
    var longest = 0;
    for (var path : files.files().keySet()) {
      if (path.length() > longest && message.contains(path)) {
        found = path;
        longest = path.length();
      }
    }
    return found;
  }

  private static Location place(String message, String shown, String text, Places places) {
    var line = LINE.matcher(message);
    if (line.find() && line.group(1).length() < 9) {
      var column = line.group(2);
      return new Location(
          shown,
          Integer.parseInt(line.group(1)),
          column == null || column.length() > 8 ? 0 : Integer.parseInt(column));
    }
    var identity = IDENTITY.matcher(message);
    while (identity.find()) {
      for (var place : places.all()) {
        if (place.id().equals(identity.group(1)) && place.author().equals(identity.group(2))) {
          return new Location(shown, place.line(), 0);
        }
      }
    }
    var quoted = QUOTED.matcher(message);
    while (quoted.find()) {
      var at = text.indexOf(quoted.group(1));
      if (at >= 0 && !shown.endsWith(quoted.group(1))) {
        return Lines.of(text).location(shown, at);
      }
    }
    return Location.of(shown);
  }

  /// The innermost of several messages that says something, as a sentence.
  private static String sentence(List<String> messages) {
    for (var message : messages.reversed()) {
      if (message.strip().length() > 8) {
        return sentence(message);
      }
    }
    return "It does not have the form of a Liquibase changelog.";
  }

  /// The first paragraph of a message as a sentence, without class names.
  static String sentence(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "";
    }
    var cast = CAST.matcher(message);
    if (cast.find()) {
      return "A value is a "
          + simple(cast.group(1))
          + " where a "
          + simple(cast.group(2))
          + " is expected.";
    }
    var text =
        message
            .strip()
            .replaceAll("\\s+", " ")
            .replaceAll("^cvc-[\\w.-]+: ", "")
            .replaceAll("\\{\"http://www.liquibase.org/xml/ns/dbchangelog\":(\\w+)\\}", "$1")
            .replaceAll("\\b(?:[a-z][a-z0-9_]*\\.){2,}([A-Z]\\w*(?:Exception|Error))\\b:? ?", "")
            .replaceAll(" ?Learn (?:all the options|more) at \\S+", "")
            .strip();
    if (text.isEmpty()) {
      return "";
    }
    if (text.length() > 400) {
      text = text.substring(0, 400) + "…";
    }
    var start = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return start.matches(".*[.!?…]$") ? start : start + ".";
  }

  private static String simple(String className) {
    return switch (className.substring(className.lastIndexOf('.') + 1)) {
      case "Integer", "Long", "Double", "BigInteger" -> "number";
      case "String" -> "text";
      case "Boolean" -> "true or false";
      case "ArrayList", "List", "Collection" -> "list";
      case "LinkedHashMap", "Map", "HashMap" -> "mapping";
      case String other -> other;
    };
  }
}
