package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

  private static ClusterSpec place(String host, int port) {
    return new ClusterSpec(host, port, "", Optional.empty(), Optional.empty());
  }
}
