package io.reflux.cli;

import java.io.Console;
import java.io.PrintWriter;

/** Chooses how progress is shown. */
final class Screens {
  private static final int USUAL_WIDTH = 100;
  private static final int LEAST_WIDTH = 40;

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

  private static int width() {
    String columns = System.getenv("COLUMNS");
    int width =
        columns != null && columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    return Math.max(LEAST_WIDTH, width - 1);
  }
}
