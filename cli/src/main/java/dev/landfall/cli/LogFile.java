package dev.landfall.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.landfall.engine.secret.Redactor;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log file of this process's warnings and defects, free of secrets. Libraries log there too,
/// and never to the terminal.
final class LogFile {
  private LogFile() {}

  /// Sends everything that is logged to a file, which is made when something is.
  static void open(Path file, Redactor redactor) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    var appender = new Lazy(file, redactor);
    appender.setContext(context);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
  }

  /// Makes the file, and the layout of its lines, only when there is something to write.
  private static final class Lazy extends AppenderBase<ILoggingEvent> {
    private final FileAppender<ILoggingEvent> lines = new FileAppender<>();
    private final Path file;
    private final Redactor redactor;

    Lazy(Path file, Redactor redactor) {
      this.file = file;
      this.redactor = redactor;
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
      if (lines.getEncoder() == null) {
        lines.setContext(context);
        lines.setFile(file.toString());
        lines.setEncoder(encoder());
        lines.start();
      }
      if (lines.isStarted()) {
        lines.doAppend(event);
      }
    }

    private LayoutWrappingEncoder<ILoggingEvent> encoder() {
      var pattern = new PatternLayout();
      pattern.setContext(context);
      pattern.setPattern(
          "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %msg%n%ex");
      pattern.start();
      var layout = new Redacting(pattern, redactor);
      layout.setContext(context);
      layout.start();
      var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
      encoder.setContext(context);
      encoder.setLayout(layout);
      encoder.start();
      return encoder;
    }
  }

  private static final class Redacting extends LayoutBase<ILoggingEvent> {
    private final PatternLayout pattern;
    private final Redactor redactor;

    Redacting(PatternLayout pattern, Redactor redactor) {
      this.pattern = pattern;
      this.redactor = redactor;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
      return redactor.redact(pattern.doLayout(event));
    }
  }
}
