package io.reflux.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.dataset.Datasets;
import io.reflux.engine.Device;
import io.reflux.node.ClusterSettings;
import io.reflux.node.NodeHost;
import io.reflux.node.NodeModels;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.run.MachineSettings;
import io.reflux.run.ProcessSignals;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux node}. */
@Command(
    name = "node",
    description = {
      "Offers this machine's devices as lanes to a run on another one.",
      "The run's pipeline file has a section cluster { … }. The node waits for a run, works for it,"
          + " outlives it and waits for the next; it may come and go at any time, and no number"
          + " depends on it. SIGTERM ends it. On an address that is not loopback's, a secret and"
          + " TLS are asked for."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class NodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--join",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where the run is: cluster.host and cluster.port, as its file has them.")
  private String join = "";

  @Option(
      names = "--lanes",
      split = ",",
      paramLabel = "DEVICE",
      description = "A lane on each: cpu, gpu0, gpu1, …; one may be named several times.")
  private List<String> lanes = List.of("cpu");

  @Option(
      names = "--evaluators",
      paramLabel = "N",
      description =
          "So many networks may be measured here at once, on the devices of the lanes, beside them:"
              + " the run's evaluations of checkpoints. 0: none.")
  private int evaluators;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "By which the run reaches this machine; by default its address on that way.")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "Its port; 0 for any that is free.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "HOST",
      description = "The address to listen on, if it is not that of --host.")
  private String bind = "";

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where programs of teachers are kept, by their digests.")
  private Path folder = Path.of("node-programs");

  @Option(
      names = "--data",
      paramLabel = "NAME[=PATH]",
      description =
          "A dataset that this machine has too, by the name that the run's file gives it"
              + " (data.dataset), and its root here; without a path, where the run has it (shared"
              + " storage). It is compared with the run's by digest. Images of other datasets are"
              + " sent.")
  private List<String> data = List.of();

  @Option(
      names = "--loaders",
      paramLabel = "N",
      description = "How many images are decoded at once; by default one for each processor.")
  private @Nullable Integer loaders;

  @Option(
      names = "--secret",
      paramLabel = "FILE",
      description = "The secret that the run knows too; it is never sent.")
  private @Nullable Path secret;

  @ArgGroup(exclusive = false)
  private @Nullable TlsFiles tls;

  /** The PEM files, all or none. */
  static final class TlsFiles {
    @Option(names = "--certificate", required = true, description = "PEM: this node's certificate.")
    private Path certificate = Path.of("");

    @Option(names = "--key", required = true, description = "PEM: its private key.")
    private Path key = Path.of("");

    @Option(names = "--authority", required = true, description = "PEM: who has signed both ends'.")
    private Path authority = Path.of("");

    private ClusterSpec.Tls files() {
      return new ClusterSpec.Tls(certificate, key, authority);
    }
  }

  @Override
  public Integer call() throws IOException {
    InetSocketAddress run = address();
    List<Device> devices = lanes.stream().map(this::device).toList();
    ClusterSpec place =
        new ClusterSpec(
            host == null ? ClusterSettings.towards(run) : host,
            port,
            bind,
            Optional.ofNullable(secret),
            Optional.ofNullable(tls).map(TlsFiles::files));
    Config application = ConfigFactory.load();
    PrintWriter out = spec.commandLine().getOut();
    NodeHost node =
        new NodeHost(
            application,
            new NodeHost.Plan(
                run,
                place,
                devices,
                evaluators(),
                folder.toAbsolutePath(),
                new NodeHost.Plan.Data(roots(), loaders()),
                MachineSettings.of(application).timeouts()),
            NodeModels.on(devices),
            sentence -> {
              out.println(sentence);
              out.flush();
            });
    try (ProcessSignals signals = new ProcessSignals()) {
      signals.on(List.of("TERM", "INT", "HUP"), heard -> node.stop());
      node.run();
    }
    return ExitCode.DONE;
  }

  private Map<String, Optional<Path>> roots() {
    Map<String, Optional<Path>> roots = new TreeMap<>();
    for (String each : data) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      if (!Datasets.CATALOGUE.names().contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "--data: "
                + each
                + " (expected: NAME or NAME=PATH, NAME as in data.dataset; reflux datasets lists"
                + " them)");
      }
      roots.put(
          name,
          equals < 0
              ? Optional.empty()
              : Optional.of(Path.of(each.substring(equals + 1)).toAbsolutePath()));
    }
    return roots;
  }

  private int evaluators() {
    if (evaluators < 0) {
      throw new ParameterException(
          spec.commandLine(), "--evaluators: " + evaluators + " (expected: >= 0)");
    }
    return evaluators;
  }

  private int loaders() {
    if (loaders == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (loaders < 1) {
      throw new ParameterException(
          spec.commandLine(), "--loaders: " + loaders + " (expected: >= 1)");
    }
    return loaders;
  }

  private InetSocketAddress address() {
    int colon = join.lastIndexOf(':');
    String number = join.substring(colon + 1);
    if (colon < 1 || !number.matches("[0-9]{1,5}") || Integer.parseInt(number) > 65535) {
      throw new ParameterException(
          spec.commandLine(), "--join: " + join + " (expected: host:port, as box1:7355)");
    }
    return InetSocketAddress.createUnresolved(join.substring(0, colon), Integer.parseInt(number));
  }

  private Device device(String name) {
    Device device =
        Device.parse(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--lanes: " + name + " (expected: cpu, gpu0, gpu1, …)"));
    device
        .missing()
        .ifPresent(
            why -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "--lanes: " + name + " (expected: a device of this machine: " + why + ")");
            });
    return device;
  }
}
