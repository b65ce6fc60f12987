package io.reflux.cli;

import com.typesafe.config.ConfigFactory;
import io.reflux.queue.EntryView;
import io.reflux.queue.Order;
import io.reflux.queue.QueueClient;
import io.reflux.queue.QueueFolder;
import io.reflux.status.TrustedCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux queue FOLDER [pause|resume|cancel|priority NAME]}. */
@Command(
    name = "queue",
    description = {
      "Lists the queue that `reflux serve FOLDER` works at, or changes it.",
      "The words: pause NAME, resume NAME, cancel NAME, priority NAME N (the lowest goes first)."
    },
    mixinStandardHelpOptions = true)
final class QueueCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FOLDER", description = "The folder that is served.")
  private Path folder = Path.of("");

  @Parameters(index = "1", arity = "0..1", paramLabel = "ORDER", description = "What to do.")
  private @Nullable String order;

  @Parameters(index = "2", arity = "0..1", paramLabel = "NAME", description = "With which entry.")
  private @Nullable String name;

  @Parameters(index = "3", arity = "0..1", paramLabel = "N", description = "The new priority.")
  private @Nullable Integer number;

  @Option(
      names = "--certificates",
      paramLabel = "FILE",
      description = "Certificates (PEM) to trust in place of the machine's, for https.")
  private @Nullable Path certificates;

  @Override
  public Integer call() throws IOException, InterruptedException {
    QueueClient client =
        QueueClient.of(
            new QueueFolder(folder.toAbsolutePath().normalize()),
            ConfigFactory.load().getString("reflux.status-token"),
            certificates == null
                ? Optional.empty()
                : Optional.of(TrustedCertificates.context(certificates)));
    PrintWriter out = spec.commandLine().getOut();
    if (order == null) {
      print(client.entries(), out);
      return ExitCode.DONE;
    }
    Order given = Order.of(order);
    if (name == null || (given == Order.PRIORITY && number == null)) {
      throw new ParameterException(
          spec.commandLine(), "queue: " + order + " (expected: NAME, and N for a priority)");
    }
    print(List.of(client.steer(name, given, number == null ? 0 : number)), out);
    return ExitCode.DONE;
  }

  private static void print(List<EntryView> entries, PrintWriter out) {
    TextTable table = new TextTable();
    table.add(List.of("name", "state", "priority", "restarts", "step", "task"));
    for (EntryView entry : entries) {
      table.add(
          List.of(
              entry.name(),
              entry.state(),
              String.valueOf(entry.priority()),
              String.valueOf(entry.restarts()),
              String.valueOf(entry.step()),
              entry.task()));
    }
    out.println(table.text(Screens.tableWidth()));
    for (EntryView entry : entries) {
      entry.sentences().forEach(sentence -> out.println(entry.name() + ": " + sentence));
    }
    out.flush();
  }
}
