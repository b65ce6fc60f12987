package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code reflux check} says of the nodes that may join a run. */
class ClusterTextTest {
  private static final String LOOPBACK = "cluster { host = 127.0.0.1 }";

  @TempDir Path folder;

  private String text(String... changes) throws Exception {
    return ClusterText.of(
        TinyPipeline.ofOneStudent(TinyPack.write(folder.resolve("pack")), changes));
  }

  @Test
  void withoutAClusterNothingIsSaid() throws Exception {
    assertThat(text()).isEmpty();
  }

  @Test
  void teachersOnNodesAloneAreWhatARunWaitsFor() throws Exception {
    assertThat(text(LOOPBACK, "cluster.port = 7444"))
        .isEqualTo(
            """
            nodes    join at 127.0.0.1:7444
                     TCP without TLS, on this machine alone; no secret
                     no lane of theirs reckoned with (machine.node-lanes)
                     no task waits for them
            """);
    assertThat(
            text(
                LOOPBACK,
                "cluster.bind = localhost",
                "machine.node-lanes = 4",
                "shared.nodes-only = true"))
        .startsWith("nodes    join at 127.0.0.1:7355, listened for at localhost\n")
        .contains("         4 lanes of theirs reckoned with (machine.node-lanes)\n")
        .endsWith("         target waits for one with lanes on processors\n");
  }

  @Test
  void theExampleOfTheReadmeIsTakenAndPrintedAsItSays() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Matcher example =
        Pattern.compile("```hocon\n(cluster \\{.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(example.find()).isTrue();
    Path pack = TinyPack.write(folder.resolve("pack"));
    String whole = TinyPipeline.ofOneStudent(pack).resolved() + example.group(1);
    String printed = PlanText.of(Pipeline.parseForAnyMachine(whole, List.of()));
    Matcher said = Pattern.compile("```\n(nodes    join .*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(said.find()).isTrue();
    assertThat(printed.replace(Path.of("").toAbsolutePath() + "/", "")).contains(said.group(1));
  }
}
