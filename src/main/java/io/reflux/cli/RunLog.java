package io.reflux.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is logged, in a run's own file, until it is closed. The terminal has none of it
 * meanwhile: there the run's screen tells what fails, once.
 */
final class RunLog implements AutoCloseable {
  private static final String TERMINAL = "terminal";
  private static final String PATTERN =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %-28.-28logger{28} %-24.-24thread %msg%n";

  private final ch.qos.logback.classic.Logger root;
  private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
  private final @Nullable Appender<ILoggingEvent> terminal;

  private RunLog(LoggerContext context, Path file) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setContext(context);
    appender.setName("run");
    appender.setFile(file.toString());
    appender.setAppend(true);
    appender.setEncoder(encoder);
    appender.start();
    root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    terminal = root.getAppender(TERMINAL);
    root.detachAppender(TERMINAL);
  }

  /** Begins to write to a file, after what it holds from earlier attempts. */
  static RunLog to(Path file) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      return new RunLog(context, file);
    }
    throw new IllegalStateException("logging: " + factory + " (expected: logback)");
  }

  @Override
  public void close() {
    if (terminal != null) {
      root.addAppender(terminal);
    }
    root.detachAppender(appender);
    appender.stop();
  }
}
