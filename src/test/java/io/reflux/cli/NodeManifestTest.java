package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.ClusterSpec;
import io.reflux.pipeline.Pipeline;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code conf/reflux-nodes.yaml} and {@code conf/reflux-nodes.sbatch} say is taken. */
class NodeManifestTest {
  @TempDir Path folder;

  @Test
  void optionsOfNodesAreThoseOfTheCommand() throws Exception {
    String manifest = Files.readString(Path.of("conf/reflux-nodes.yaml"));
    List<String> options = found("- (--[a-z]+=\\S+)", manifest);
    assertThat(options).hasSizeGreaterThan(5).contains("--join=reflux-run:7355");
    List<String> words = new ArrayList<>(List.of("node"));
    words.addAll(options);
    assertThat(Main.line().parseArgs(words.toArray(String[]::new)).hasSubcommand()).isTrue();
    assertThat(manifest).contains("name: reflux-run\n", "{ name: cluster, port: 7355 }");
  }

  @Test
  void keysOfTheRunAreThoseOfAPipeline() throws Exception {
    List<String> manifest =
        found(
            "-D (cluster\\.[a-z.]+=[^\\s\";]+)",
            Files.readString(Path.of("conf/reflux-nodes.yaml")));
    ClusterSpec pods = cluster(manifest);
    assertThat(pods.host()).isEqualTo("reflux-run");
    assertThat(pods.port()).isEqualTo(7355);
    assertThat(pods.exposed()).isEmpty();
    assertThat(pods.tls().orElseThrow().key()).isEqualTo(Path.of("/trust/node.key"));
    String script =
        Files.readString(Path.of("conf/reflux-nodes.sbatch"))
            .replace("$host", "box1")
            .replace("$port", "7355")
            .replace("$trust", "/trust");
    ClusterSpec boxes = cluster(found("-D \"(cluster\\.[a-z.]+=[^\"]+)\"", script));
    assertThat(boxes.host()).isEqualTo("box1");
    assertThat(boxes.secret()).contains(Path.of("/trust/node.secret"));
    assertThat(boxes.tls()).isEqualTo(pods.tls());
  }

  private ClusterSpec cluster(List<String> assignments) throws Exception {
    assertThat(assignments).hasSizeBetween(6, 7);
    Path pack = TinyPack.write(folder.resolve("pack"));
    return Pipeline.parseForAnyMachine(TinyPipeline.ofOneStudent(pack).resolved(), assignments)
        .cluster()
        .orElseThrow();
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult each) -> each.group(1))
        .toList();
  }
}
