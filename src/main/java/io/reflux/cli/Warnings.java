package io.reflux.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * What is logged as a warning while something is done that leaves no log. In the end it is told,
 * each sentence once, in order.
 */
final class Warnings implements AutoCloseable {
  private final Logger logger;
  private final PrintWriter to;
  private final Gathering gathering = new Gathering();

  private Warnings(Logger logger, PrintWriter to) {
    this.logger = logger;
    this.to = to;
    gathering.setContext(logger.getLoggerContext());
    gathering.start();
    logger.addAppender(gathering);
  }

  /**
   * Begins to listen to all of Reflux.
   *
   * @param to who is told in the end
   */
  static Warnings toldTo(PrintWriter to) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      return new Warnings(context.getLogger("io.reflux"), to);
    }
    throw new IllegalStateException("logging: " + factory + " (expected: logback)");
  }

  /** What was said so far, each sentence once, in order. */
  List<String> sentences() {
    return gathering.sentences();
  }

  @Override
  public void close() {
    logger.detachAppender(gathering);
    gathering.stop();
    List<String> said = sentences();
    if (!said.isEmpty()) {
      to.println(WrappedText.onScreen("warning: " + String.join("\nwarning: ", said)));
      to.flush();
    }
  }

  /** Keeps sentences. */
  private static final class Gathering extends AppenderBase<ILoggingEvent> {
    private final Set<String> sentences = new LinkedHashSet<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        synchronized (sentences) {
          sentences.add(event.getFormattedMessage());
        }
      }
    }

    List<String> sentences() {
      synchronized (sentences) {
        return List.copyOf(sentences);
      }
    }
  }
}
