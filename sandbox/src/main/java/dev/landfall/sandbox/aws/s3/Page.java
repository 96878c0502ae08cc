package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a listing is asked for, and the keys on one page of it. Keys below a delimiter are told as
/// one common prefix, which counts as one.
final class Page {
  private static final int MOST = 1000;

  private final String prefix;
  private final String delimiter;
  private final int most;
  private final boolean encoded;
  private final List<Entry> entries = new ArrayList<>();
  private boolean truncated;

  /// A line of the listing.
  ///
  /// @param object empty for a common prefix
  record Entry(String key, Optional<StoredObject> object) {}

  Page(Call call) throws AwsError {
    var request = call.request();
    prefix = request.query("prefix").orElse("");
    delimiter = request.query("delimiter").orElse("");
    most = most(request, "max-keys");
    var encoding = request.query("encoding-type").orElse("");
    if (!encoding.isEmpty() && !encoding.equals("url")) {
      throw S3Errors.invalidArgument(
          "Invalid Encoding Method specified in Request", "encoding-type", encoding);
    }
    encoded = !encoding.isEmpty();
  }

  static int most(Request request, String parameter) throws AwsError {
    var text = request.query(parameter).orElse("");
    if (text.isEmpty()) {
      return MOST;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw S3Errors.invalidArgument(
          "Provided " + parameter + " not an integer or within integer range", parameter, text);
    }
    return Math.min(Integer.parseInt(text), MOST);
  }

  /// Whether an object is to be seen.
  @FunctionalInterface
  interface Choice {
    boolean includes(StoredObject object);
  }

  /// Walks through a bucket.
  ///
  /// @param after the last key, or common prefix, of the page before this one
  void fill(S3Store store, String bucket, String after, Choice choice) {
    var from = Table.CODE_POINTS.compare(after, prefix) > 0 ? after : prefix;
    var left = most;
    while (true) {
      Optional<String> next = Optional.empty();
      for (var row : store.objects(bucket, from).entrySet()) {
        var key = S3Store.key(row.getKey());
        if (!key.startsWith(prefix)) {
          if (Table.CODE_POINTS.compare(key, prefix) > 0) {
            return;
          }
          continue;
        }
        var common = common(key);
        if (key.equals(after)
            || common.map(text -> text.equals(after)).orElse(false)
            || common.map(this::isLast).orElse(false)
            || !choice.includes(row.getValue())) {
          continue;
        }
        if (left == 0) {
          truncated = most > 0;
          return;
        }
        left--;
        if (common.isPresent()) {
          entries.add(new Entry(common.get(), Optional.empty()));
          next = Optional.of(S3Store.after(common.get()));
          break;
        }
        entries.add(new Entry(key, Optional.of(row.getValue())));
      }
      if (next.isEmpty()) {
        return;
      }
      from = next.get();
    }
  }

  private Optional<String> common(String key) {
    if (delimiter.isEmpty()) {
      return Optional.empty();
    }
    var end = key.indexOf(delimiter, prefix.length());
    return end < 0 ? Optional.empty() : Optional.of(key.substring(0, end + delimiter.length()));
  }

  private boolean isLast(String common) {
    return !entries.isEmpty()
        && entries.getLast().object().isEmpty()
        && entries.getLast().key().equals(common);
  }

  List<Entry> entries() {
    return entries;
  }

  boolean truncated() {
    return truncated;
  }

  int most() {
    return most;
  }

  /// The last key, or common prefix.
  String last() {
    return entries.isEmpty() ? "" : entries.getLast().key();
  }

  /// What was asked for.
  void writeHead(String bucket, Xml xml) {
    xml.text("Name", bucket).text("MaxKeys", most).text("IsTruncated", truncated);
    writeOptions(xml);
  }

  void writeOptions(Xml xml) {
    xml.text("Prefix", encode(prefix));
    if (!delimiter.isEmpty()) {
      xml.text("Delimiter", encode(delimiter));
    }
    if (encoded) {
      xml.text("EncodingType", "url");
    }
  }

  void writeCommonPrefixes(Xml xml) {
    for (var entry : entries) {
      if (entry.object().isEmpty()) {
        xml.element("CommonPrefixes", one -> one.text("Prefix", encode(entry.key())));
      }
    }
  }

  String encode(String text) {
    return encoded ? Request.encode(text).replace("%2F", "/") : text;
  }
}
