package io.reflux.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.keep.ChildCommand;
import io.reflux.pipeline.StatusSpec;
import io.reflux.queue.QueueFolder;
import io.reflux.queue.QueueServer;
import io.reflux.queue.QueueSettings;
import io.reflux.run.ProcessSignals;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux serve FOLDER}. */
@Command(
    name = "serve",
    description = {
      "Runs the pipeline files that lie, or are put, into a folder: one after another, or side by"
          + " side.",
      "10-name.conf goes before 20-name.conf; a name without a number is a 50. "
          + "SIGTERM stops the runs with checkpoints; they go on when the folder is served again."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FOLDER", description = "Where pipeline files are put.")
  private Path folder = Path.of("");

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "So many runs at once; reflux.queue.slots in conf/application.conf.")
  private @Nullable Integer slots;

  @Option(names = "--port", paramLabel = "PORT", description = "Where it answers; 0 for any port.")
  private @Nullable Integer port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (slots != null && slots < 1) {
      throw new ParameterException(spec.commandLine(), "--slots: " + slots + " (expected: >= 1)");
    }
    Config application = ConfigFactory.load();
    QueueSettings settings = QueueSettings.of(application);
    QueueServer.Plan plan =
        new QueueServer.Plan(
            QueueFolder.in(folder),
            slots == null ? settings : settings.withSlots(slots),
            new QueueServer.Address(
                application.getString("reflux.queue.host"),
                port == null ? application.getInt("reflux.queue.port") : port,
                StatusSpec.Tls.of(application.getConfig("reflux.queue.tls"))),
            ChildCommand.likeThis(Main.class.getName()));
    CountDownLatch told = new CountDownLatch(1);
    PrintWriter out = spec.commandLine().getOut();
    try (ProcessSignals signals = new ProcessSignals();
        QueueServer server = QueueServer.start(plan)) {
      signals.on(List.of("TERM", "INT"), heard -> told.countDown());
      out.println("queue " + server.url());
      out.flush();
      told.await();
      out.println("the runs write their checkpoints and leave");
      out.flush();
      server.leave();
    }
    return ExitCode.DONE;
  }
}
