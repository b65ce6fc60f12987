package io.reflux.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What commands have said. */
final class Said {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Runs a command; answers its exit code. */
  int reflux(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** As if nothing had been said. */
  void forget() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }
}
