package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Images;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodesTest {
  private final Config application = ConfigFactory.load();

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Nodes nodes = Nodes.at(place("127.0.0.1", taken.getLocalPort()));
      assertThatThrownBy(() -> nodes.start(Behaviors.empty(), application))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("cluster.host, cluster.port: ")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void anAddressThatOthersReachIsRefusedWithoutSecretAndTls() {
    assertThatThrownBy(
            () -> Nodes.at(place("192.0.2.1", 7355)).start(Behaviors.empty(), application))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "cluster.host: 192.0.2.1 (expected: a loopback address, or secret and tls { … } beside"
                + " it)");
  }

  /** Its files are not even there. */
  @Test
  void aProgramIsNotReadWhereNoNodeOffersEvaluators() throws IOException {
    Nodes nodes = Nodes.at(place("127.0.0.1", freePort()));
    ActorSystem<Void> system = nodes.start(Behaviors.empty(), application);
    try {
      nodes.open(system, sentence -> {});
      Path missing = Path.of("missing.pt");
      Nodes.Measured measured =
          new Nodes.Measured(
              "student",
              new TeacherOffer.Written(
                  List.of(missing),
                  FrozenNetwork.Code.lowered(missing, List.of("embedding")),
                  1,
                  4),
              Device.CPU,
              Duration.ofMinutes(1),
              Optional.empty());
      FrozenModel here = new Nothing();
      assertThat(nodes.measured(measured, () -> here)).isSameAs(here);
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  private record Nothing() implements FrozenModel {
    @Override
    public Map<String, HostTensor> infer(Images images) {
      return Map.of();
    }

    @Override
    public int liveTensors() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static ClusterSpec place(String host, int port) {
    return new ClusterSpec(host, port, "", Optional.empty(), Optional.empty());
  }
}
