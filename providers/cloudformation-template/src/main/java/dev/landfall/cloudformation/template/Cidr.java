package dev.landfall.cloudformation.template;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/// `Fn::Cidr`: the first blocks of a size within a block of addresses.
final class Cidr {
  private static final int MOST = 256;

  private Cidr() {}

  static JsonNode of(JsonNode argument) throws CloudFormationException {
    var text = argument.path(0).asString("");
    int slash = text.indexOf('/');
    int count = argument.path(1).asInt(0);
    int bits = argument.size() > 2 ? argument.get(2).asInt(0) : 8;
    if (argument.size() < 2 || slash < 0 || count < 1 || count > MOST || bits < 1) {
      throw refused(text);
    }
    var address = address(text.substring(0, slash));
    int width = address.length * 8;
    var given = text.substring(slash + 1);
    int prefix = given.matches("[0-9]{1,3}") ? Integer.parseInt(given) : -1;
    int wanted = width - bits;
    if (prefix < 0
        || prefix > wanted
        || (wanted - prefix < 31 && count > (1 << (wanted - prefix)))) {
      throw refused(text);
    }
    var mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE).shiftRight(width - prefix);
    var start = new BigInteger(1, address).and(mask.shiftLeft(width - prefix));
    var blocks = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var block = start.add(BigInteger.valueOf(i).shiftLeft(bits));
      blocks.add(written(block, address.length) + "/" + wanted);
    }
    return Json.list(blocks);
  }

  private static byte[] address(String text) throws CloudFormationException {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
        && !text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:]*")) {
      throw refused(text);
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw refused(text);
    }
  }

  private static String written(BigInteger address, int length) throws CloudFormationException {
    var bytes = address.toByteArray();
    var padded = new byte[length];
    for (int i = 1; i <= Math.min(length, bytes.length); i++) {
      padded[length - i] = bytes[bytes.length - i];
    }
    try {
      return InetAddress.getByAddress(padded).getHostAddress();
    } catch (UnknownHostException e) {
      throw refused(address.toString());
    }
  }

  private static CloudFormationException refused(String block) {
    return CloudFormationException.validation(
        "Template error: Fn::Cidr cannot split " + block + " into the blocks asked for");
  }
}
