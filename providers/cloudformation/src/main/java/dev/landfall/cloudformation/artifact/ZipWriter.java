package dev.landfall.cloudformation.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes a ZIP archive in which nothing but names, modes and bytes tells entries apart: all have
/// the same time, and one of two modes. The JDK's own writer knows no modes, and Lambda starts no
/// file that is not executable. Up to 65,535 entries and 4 GB. For one thread.
///
/// Source: PKWARE's APPNOTE.TXT, 4.3 and 4.4.
final class ZipWriter {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final short VERSION = 20;
  private static final short UNIX = 3 << 8;
  private static final short UTF_8_NAMES = 1 << 11;
  private static final short DEFLATED = 8;

  /// The first of January 1980, which is the earliest date there is.
  private static final short DATE = 1 << 5 | 1;

  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;

  private final OutputStream out;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private long at;
  private int entries;

  ZipWriter(OutputStream out) {
    this.out = out;
  }

  void add(String name, byte[] content, boolean isProgram) throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var packed = deflated(content);
    var called = name.getBytes(StandardCharsets.UTF_8);
    long start = at;
    var local = buffer(LOCAL_BYTES).putInt(LOCAL);
    described(local, crc, packed, content, called).putShort((short) 0);
    write(written(local));
    write(called);
    write(packed);
    var central = buffer(CENTRAL_BYTES).putInt(CENTRAL).putShort((short) (UNIX | VERSION));
    described(central, crc, packed, content, called)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt((isProgram ? PROGRAM : FILE) << 16)
        .putInt((int) start);
    directory.writeBytes(written(central));
    directory.writeBytes(called);
    entries++;
  }

  private static ByteBuffer described(
      ByteBuffer header, CRC32 crc, byte[] packed, byte[] content, byte[] name) {
    return header
        .putShort(VERSION)
        .putShort(UTF_8_NAMES)
        .putShort(DEFLATED)
        .putShort((short) 0)
        .putShort(DATE)
        .putInt((int) crc.getValue())
        .putInt(packed.length)
        .putInt(content.length)
        .putShort((short) name.length);
  }

  /// Writes the directory. The stream stays open.
  void finish() throws IOException {
    long start = at;
    write(directory.toByteArray());
    write(
        written(
            buffer(END_BYTES)
                .putInt(END)
                .putInt(0)
                .putShort((short) entries)
                .putShort((short) entries)
                .putInt(directory.size())
                .putInt((int) start)
                .putShort((short) 0)));
    out.flush();
  }

  private static byte[] deflated(byte[] content) {
    var packed = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return packed.toByteArray();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] written(ByteBuffer header) {
    var bytes = new byte[header.position()];
    header.flip().get(bytes);
    return bytes;
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    at += bytes.length;
  }
}
