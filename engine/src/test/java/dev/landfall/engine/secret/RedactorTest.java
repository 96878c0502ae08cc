package dev.landfall.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.spi.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RedactorTest {
  private static final String SECRET = "pa$$w/ö rd+\"1\"";

  private static Redactor redactor(String... secrets) {
    var redactor = new Redactor();
    for (var secret : secrets) {
      redactor.add(Secret.of(secret));
    }
    return redactor;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_secret_is_taken_out_as_it_is() {
    assertThat(redactor(SECRET).redact("before " + SECRET + " after"))
        .isEqualTo("before *** after");
  }

  @Test
  void a_secret_is_taken_out_of_base64_whatever_stands_before_it() {
    for (var before = 0; before < 6; before++) {
      for (var after = 0; after < 6; after++) {
        var text = "x".repeat(before) + "long-secret-value" + "y".repeat(after);
        for (var encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
          var encoded = encoder.encodeToString(bytes(text));

          var redacted = redactor("long-secret-value").redact("Basic " + encoded);

          assertThat(redacted).as(text).contains("***");
          assertThat(encoded).doesNotContain("***");
          var core =
              encoded.substring(4 * ((before + 2) / 3) + 1, encoded.length() - 4 - after * 2);
          assertThat(redacted).as(text).doesNotContain(core);
        }
      }
    }
  }

  @Test
  void a_secret_is_taken_out_of_urls_json_and_hexadecimal_digits() {
    var redactor = redactor(SECRET);

    assertThat(redactor.redact("?p=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
        .isEqualTo("?p=***");
    assertThat(redactor.redact("{\"p\":\"pa$$w/ö rd+\\\"1\\\"\"}")).isEqualTo("{\"p\":\"***\"}");
    assertThat(redactor.redact(HexFormat.of().formatHex(bytes(SECRET)))).isEqualTo("***");
  }

  @Test
  void a_secret_split_over_lines_is_taken_out() {
    var redactor = redactor("first-second-third");

    for (var split : new String[] {"\n", "\r\n", "\n    ", "\\n"}) {
      assertThat(redactor.redact("a first-sec" + split + "ond-third b"))
          .as(split)
          .doesNotContain("first-sec")
          .doesNotContain("ond-third")
          .startsWith("a ")
          .endsWith(" b");
    }
  }

  @Test
  void secrets_that_overlap_leave_nothing_behind() {
    var redacted = redactor("abcdefgh", "efghijkl", "abcd").redact("x abcdefghijkl y");

    assertThat(redacted)
        .startsWith("x ")
        .endsWith(" y")
        .doesNotContain("abcd")
        .doesNotContain("ijkl");
  }

  @Test
  void texts_without_a_secret_stay_as_they_are() {
    var redactor = redactor(SECRET, "another-one");
    var random = new Random(3);
    for (var i = 0; i < 2000; i++) {
      var text = new StringBuilder();
      for (var length = random.nextInt(80); length > 0; length--) {
        text.append((char) (' ' + random.nextInt(95)));
      }
      assertThat(redactor.redact(text.toString())).isEqualTo(text.toString());
    }
  }

  @Test
  void a_secret_too_short_to_be_taken_out_is_refused() {
    assertThatThrownBy(() -> redactor("abc")).isInstanceOf(IllegalArgumentException.class);
  }
}
