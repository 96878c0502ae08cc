package dev.landfall.cloudformation.template;

import java.nio.charset.StandardCharsets;

/// CloudFormation's quotas for templates (CloudFormation User Guide, "Understand CloudFormation
/// quotas").
public final class Limits {
  /// The largest template in a request, in bytes.
  public static final int MAX_BODY_BYTES = 51_200;

  /// The largest template that is read from S3, in bytes.
  public static final int MAX_URL_BYTES = 1_000_000;

  /// The most resources.
  public static final int MAX_RESOURCES = 500;

  /// The most parameters, outputs and mappings each.
  public static final int MAX_OTHERS = 200;

  private Limits() {}

  /// Refuses a template that is too large for where it comes from.
  public static void size(String text, boolean fromUrl) throws CloudFormationException {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (!fromUrl && bytes > MAX_BODY_BYTES) {
      throw CloudFormationException.validation(
          "1 validation error detected: Value at 'templateBody' failed to satisfy constraint:"
              + " Member must have length less than or equal to "
              + MAX_BODY_BYTES);
    }
    if (fromUrl && bytes > MAX_URL_BYTES) {
      throw CloudFormationException.validation("Template may not exceed 1000000 bytes in size.");
    }
  }

  static void counts(Template template) throws CloudFormationException {
    count("resources", template.resources().size(), MAX_RESOURCES);
    count("parameters", template.parameters().size(), MAX_OTHERS);
    count("outputs", template.outputs().size(), MAX_OTHERS);
    count("mappings", template.mappings().size(), MAX_OTHERS);
  }

  private static void count(String what, int number, int most) throws CloudFormationException {
    if (number > most) {
      throw CloudFormationException.validation(
          "Template format error: Number of "
              + what
              + ", "
              + number
              + ", is greater than maximum allowed, "
              + most);
    }
  }
}
