package io.reflux.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Chooses how progress is shown. */
final class Screens {
  private static final int USUAL_WIDTH = 100;
  private static final int LEAST_WIDTH = 40;
  private static final int LEAST_HELP = 55;

  private Screens() {}

  /** A progress bar if people look at a terminal, lines elsewhere. */
  static Screen of(PrintWriter out) {
    return isTerminal() ? new BarScreen(out, width()) : new PlainScreen(out, System::nanoTime);
  }

  /** True if people look at a terminal. */
  @SuppressWarnings("SystemConsoleNull") // null is the answer up to JDK 21; isTerminal() from 22 on
  static boolean isTerminal() {
    Console console = System.console();
    String kind = System.getenv("TERM");
    if (console == null || kind == null || kind.equals("dumb")) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** How long a line of a table may be: as wide as the terminal, without one as long as it is. */
  static int tableWidth() {
    return isTerminal() ? width() : Integer.MAX_VALUE;
  }

  /**
   * How long a line of a help may be: longer ones are hard to read, shorter ones picocli refuses.
   */
  static int helpWidth() {
    return Math.min(Math.max(width(), LEAST_HELP), USUAL_WIDTH);
  }

  /** One character is left free: some terminals break a line that is full. */
  private static int width() {
    return Math.max(LEAST_WIDTH, terminalWidth() - 1);
  }

  private static int terminalWidth() {
    try (Terminal terminal = TerminalBuilder.builder().dumb(true).build()) {
      return terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH;
    } catch (IOException e) {
      return USUAL_WIDTH;
    }
  }
}
