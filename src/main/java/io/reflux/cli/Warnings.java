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

/** What is logged as a warning until it is told: for commands that leave no log. */
final class Warnings {
  private final Logger logger;
  private final Gathering gathering = new Gathering();

  private Warnings(Logger logger) {
    this.logger = logger;
    gathering.setContext(logger.getLoggerContext());
    gathering.start();
    logger.addAppender(gathering);
  }

  /** Begins to listen to all of Reflux. */
  static Warnings gather() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      return new Warnings(context.getLogger("io.reflux"));
    }
    throw new IllegalStateException("logging: " + factory + " (expected: logback)");
  }

  /** Listens no more, and prints what was said, each sentence once, in order. */
  void tell(PrintWriter to) {
    logger.detachAppender(gathering);
    gathering.stop();
    List<String> said = gathering.sentences();
    if (!said.isEmpty()) {
      to.println(WrappedText.onScreen(String.join("\n", said)));
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
          sentences.add("warning: " + event.getFormattedMessage());
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
