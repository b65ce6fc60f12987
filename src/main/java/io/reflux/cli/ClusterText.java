package io.reflux.cli;

import io.reflux.engine.Device;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.pipeline.Export;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.TeacherSpec;
import io.reflux.pipeline.Work;
import io.reflux.setting.Amount;
import java.util.stream.Collectors;

/** Where nodes join a run, who may, and what waits for them. */
final class ClusterText {
  private ClusterText() {}

  /** A few lines; nothing where no node can join. */
  static String of(Pipeline pipeline) {
    return pipeline.cluster().map(cluster -> of(cluster, pipeline)).orElse("");
  }

  private static String of(ClusterSpec cluster, Pipeline pipeline) {
    StringBuilder text = new StringBuilder();
    text.append("nodes    join at ").append(cluster.host()).append(':').append(cluster.port());
    if (!cluster.bind().isEmpty()) {
      text.append(", listened for at ").append(cluster.bind());
    }
    text.append('\n').append("         ").append(trust(cluster)).append('\n');
    int lanes = pipeline.machine().nodeLanes();
    text.append("         ")
        .append(lanes == 0 ? "no lane of theirs" : Amount.of(lanes, "lane") + " of theirs")
        .append(" reckoned with (machine.node-lanes)\n");
    return text.append(waits(pipeline)).toString();
  }

  private static String trust(ClusterSpec cluster) {
    String wire =
        cluster
            .tls()
            .map(
                files ->
                    "TLS by "
                        + files.certificate()
                        + ", of nodes that "
                        + files.authority()
                        + " has signed")
            .orElse("TCP without TLS, on this machine alone");
    return wire + cluster.secret().map(file -> "; they know " + file).orElse("; no secret");
  }

  private static String waits(Pipeline pipeline) {
    String waiting =
        pipeline.tasks().stream()
            .flatMap(
                task ->
                    task.work().visit(new Waiting()).lines().map(each -> task.name() + " " + each))
            .map(each -> "         " + each + "\n")
            .collect(Collectors.joining());
    return waiting.isEmpty() ? "         no task waits for them\n" : waiting;
  }

  /** What of a task has lanes on nodes alone, a line each. */
  private static final class Waiting implements Work.Visitor<String> {

    @Override
    public String learn(Learn learn) {
      StringBuilder text = new StringBuilder();
      learn
          .teachers()
          .forEach(
              (name, teacher) -> {
                if (teacher.nodesOnly()) {
                  text.append("waits for one with lanes on ")
                      .append(kind(teacher))
                      .append(name.text().isEmpty() ? "" : ", for teacher " + name.text())
                      .append('\n');
                }
              });
      return text.toString();
    }

    private static String kind(TeacherSpec teacher) {
      return teacher.devices().get(0).kind() == Device.Kind.GPU ? "GPUs" : "processors";
    }

    @Override
    public String measure(Measure measure) {
      return "";
    }

    @Override
    public String export(Export export) {
      return "";
    }
  }
}
