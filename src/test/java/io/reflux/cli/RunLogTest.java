package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RunLogTest {

  @Test
  void whatARunsOwnFileHasIsNotOnTheTerminalToo(@TempDir Path folder) throws IOException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> terminal = new ListAppender<>();
    terminal.setName("terminal");
    terminal.start();
    root.detachAppender("terminal");
    root.addAppender(terminal);
    Path file = folder.resolve("reflux.log");
    RunLog log = RunLog.to(file);
    try (log) {
      LoggerFactory.getLogger("some.stage").error("it failed");
    }
    assertThat(Files.readString(file)).contains("ERROR").contains("it failed");
    assertThat(terminal.list).isEmpty();
    LoggerFactory.getLogger("some.stage").error("after it");
    root.detachAppender(terminal);
    assertThat(terminal.list).hasSize(1);
  }
}
