package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The fingerprint of the bookkeeping a plan was made from: `rest-steps`, one half about the rows
/// no step touches, the other about the steps. The first half stays the same while the steps are
/// carried out.
final class Basis {
  private Basis() {}

  static String of(Ledger ledger, List<Step> steps) {
    var touched =
        steps.stream().map(s -> Row.normal(s.changeset().key())).collect(Collectors.toSet());
    return rest(ledger, touched) + "-" + digest(steps);
  }

  /// The first half of a basis.
  static String restOf(String basis) {
    return basis.substring(0, Math.max(0, basis.indexOf('-')));
  }

  /// The fingerprint of the rows that are not touched.
  ///
  /// @param touched in the form of [Row#normal]
  static String rest(Ledger ledger, Set<Changeset.Key> touched) {
    var digest = sha256();
    for (var row : ledger.rows()) {
      if (!touched.contains(Row.normal(row.key()))) {
        add(digest, row.key().toString(), row.checksum(), row.execType());
      }
    }
    return hex(digest);
  }

  private static String digest(List<Step> steps) {
    var digest = sha256();
    for (var step : steps) {
      var row = step.row().map(r -> r.checksum() + r.execType() + r.order()).orElse("");
      add(digest, step.mark(), step.changeset().checksum(), row);
    }
    return hex(digest);
  }

  private static void add(MessageDigest digest, String... texts) {
    for (var text : texts) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
