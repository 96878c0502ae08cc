package dev.landfall.sandbox.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/// The tags of an object.
final class Tags {
  private static final int MOST = 10;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private Tags() {}

  /// From the header `x-amz-tagging`.
  static Map<String, String> ofHeader(String header) throws AwsError {
    var tags = new LinkedHashMap<String, String>();
    if (header.isEmpty()) {
      return tags;
    }
    for (var part : header.split("&", -1)) {
      var equals = part.indexOf('=');
      add(
          tags,
          URLDecoder.decode(equals < 0 ? part : part.substring(0, equals), UTF_8),
          equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), UTF_8));
    }
    return tags;
  }

  static Map<String, String> ofXml(XmlBody tagging) throws AwsError {
    var tags = new LinkedHashMap<String, String>();
    for (var set : tagging.children("TagSet")) {
      for (var tag : set.children("Tag")) {
        add(tags, tag.required("Key"), tag.required("Value"));
      }
    }
    return tags;
  }

  private static void add(Map<String, String> tags, String key, String value) throws AwsError {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw new AwsError("InvalidTag", 400, "The TagKey you have provided is invalid")
          .with("TagKey", key);
    }
    if (value.length() > LONGEST_VALUE) {
      throw new AwsError("InvalidTag", 400, "The TagValue you have provided is invalid")
          .with("TagKey", key);
    }
    if (tags.put(key, value) != null) {
      throw new AwsError("InvalidTag", 400, "Cannot provide multiple Tags with the same key")
          .with("TagKey", key);
    }
    if (tags.size() > MOST) {
      throw new AwsError("BadRequest", 400, "Object tags cannot be greater than " + MOST);
    }
  }

  static String toXml(Map<String, String> tags) {
    return Xml.document(
        "Tagging",
        NAMESPACE,
        xml ->
            xml.element(
                "TagSet",
                set ->
                    tags.forEach((key, value) ->
                        set.element("Tag", tag -> tag.text("Key", key).text("Value", value)))));
  }
}
