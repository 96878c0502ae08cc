package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A part of a file, which is open from the beginning: it can be read although it is deleted
/// meanwhile.
final class FileContent implements Content {
  private final FileChannel channel;
  private final long from;
  private final long length;

  FileContent(Path file, long from, long length) throws IOException {
    this.channel = FileChannel.open(file);
    this.from = from;
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    var target = Channels.newChannel(out);
    for (var done = 0L; done < length; ) {
      done += channel.transferTo(from + done, length - done, target);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
