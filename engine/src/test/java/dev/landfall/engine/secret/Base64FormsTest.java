package dev.landfall.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.spi.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is left of a text in base64 when the secret inside it is taken out: exactly those
/// characters that hold no bit of it, whatever stands around it.
final class Base64FormsTest {
  private static final int ROUNDS = 1500;
  private static final List<Base64.Encoder> ENCODERS =
      List.of(
          Base64.getEncoder(),
          Base64.getEncoder().withoutPadding(),
          Base64.getUrlEncoder(),
          Base64.getUrlEncoder().withoutPadding());
  private static final List<String> BREAKS = List.of("\n", "\r\n", "\\n");

  private final Random random = new Random(20_261_124);

  private String text(int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      var c = random.nextInt(20) == 0 ? 'à' + random.nextInt(200) : '!' + random.nextInt(94);
      text.append((char) c);
    }
    return text.toString();
  }

  private static String redact(String secret, String text) {
    var redactor = new Redactor();
    redactor.add(Secret.of(secret));
    return redactor.redact(text);
  }

  /// What is left when the characters that hold bits of some bytes are masked.
  private static String masked(String encoded, int first, int end) {
    return encoded.substring(0, first * 8 / 6)
        + Redactor.MASK
        + encoded.substring(Math.min(encoded.length(), Math.ceilDiv(end * 8, 6)));
  }

  private static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }

  @Test
  void no_character_that_depends_on_the_secret_is_left_and_every_other_is() {
    for (var round = 0; round < ROUNDS; round++) {
      var charset =
          List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
              .get(random.nextInt(3));
      var secret = text(SecretSource.SHORTEST + random.nextInt(40));
      // Latin letters in UTF-16 would look the same when they are read one byte too early.
      var before = text(random.nextInt(12)) + "€";
      var after = "€" + text(random.nextInt(12));
      var encoder = ENCODERS.get(random.nextInt(ENCODERS.size()));

      var encoded = encoder.encodeToString(bytes(before + secret + after, charset));
      var first = bytes(before, charset).length;

      assertThat(redact(secret, "Basic " + encoded + "!"))
          .as("%s in %s as %s", secret, encoded, charset)
          .isEqualTo(
              "Basic " + masked(encoded, first, first + bytes(secret, charset).length) + "!");
    }
  }

  @Test
  void it_may_be_broken_over_lines() {
    for (var round = 0; round < ROUNDS; round++) {
      var secret = text(SecretSource.SHORTEST + random.nextInt(120));
      var before = text(random.nextInt(200));
      var after = text(random.nextInt(200));
      var encoder = ENCODERS.get(random.nextInt(ENCODERS.size()));
      var width = random.nextBoolean() ? 64 : 76;
      var lineBreak = BREAKS.get(random.nextInt(BREAKS.size()));

      var encoded = encoder.encodeToString(bytes(before + secret + after, StandardCharsets.UTF_8));
      var first = bytes(before, StandardCharsets.UTF_8).length;
      var end = first + bytes(secret, StandardCharsets.UTF_8).length;

      var redacted = redact(secret, wrapped(encoded, width, lineBreak));
      assertThat(redacted.replace(lineBreak, ""))
          .as("%s in %s", secret, encoded)
          .isEqualTo(masked(encoded, first, end));
    }
  }

  private static String wrapped(String text, int width, String lineBreak) {
    return String.join(lineBreak, text.split("(?<=\\G.{" + width + "})"));
  }

  @Test
  void it_may_be_encoded_twice() {
    for (var round = 0; round < ROUNDS; round++) {
      var secret = text(6 + random.nextInt(40));
      var before = text(random.nextInt(8));
      var between = text(random.nextInt(8));
      var inner = ENCODERS.get(random.nextInt(ENCODERS.size()));
      var outer = ENCODERS.get(random.nextInt(ENCODERS.size()));

      var once = inner.encodeToString(bytes(before + secret + text(5), StandardCharsets.UTF_8));
      var twice = outer.encodeToString(bytes(between + once + "&", StandardCharsets.UTF_8));
      var first = bytes(before, StandardCharsets.UTF_8).length;
      var end = first + bytes(secret, StandardCharsets.UTF_8).length;
      var gap = bytes(between, StandardCharsets.UTF_8).length;

      assertThat(redact(secret, twice))
          .as("%s in %s", secret, twice)
          .isEqualTo(masked(twice, gap + first * 8 / 6, gap + Math.ceilDiv(end * 8, 6)));
    }
  }

  @Test
  void it_may_be_escaped_in_json_and_in_urls() {
    for (var round = 0; round < ROUNDS; round++) {
      var secret = text(SecretSource.SHORTEST + random.nextInt(40));
      var before = text(random.nextInt(12));
      var encoded =
          Base64.getEncoder()
              .encodeToString(bytes(before + secret + "xyz", StandardCharsets.UTF_8));
      var first = bytes(before, StandardCharsets.UTF_8).length;
      var left = masked(encoded, first, first + bytes(secret, StandardCharsets.UTF_8).length);

      assertThat(redact(secret, encoded.replace("/", "\\/"))).isEqualTo(left.replace("/", "\\/"));
      assertThat(redact(secret, encoded.replace("/", "%2F").replace("+", "%2B")))
          .isEqualTo(left.replace("/", "%2F").replace("+", "%2B"));
    }
  }

  @Test
  void a_file_that_ends_with_a_line_break_is_found_without_it() {
    var encoded =
        Base64.getEncoder().encodeToString(bytes("ann:pass-word-1", StandardCharsets.UTF_8));

    assertThat(redact("pass-word-1\n", encoded)).isEqualTo(masked(encoded, 4, 15));
  }

  @Test
  void texts_without_the_secret_stay_as_they_are() {
    for (var round = 0; round < ROUNDS; round++) {
      var secret = text(SecretSource.SHORTEST + random.nextInt(8));
      var encoded = Base64.getEncoder().encodeToString(bytes(text(200), StandardCharsets.UTF_8));

      assertThat(redact(secret, encoded)).as(secret).isEqualTo(encoded);
    }
  }
}
