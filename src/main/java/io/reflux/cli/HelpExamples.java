package io.reflux.cli;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The examples at the end of every command's help. */
final class HelpExamples {
  private static final Map<String, List<String>> OF =
      Map.ofEntries(
          entry(
              "run", List.of("mine.conf", "mine.conf --seed 0,1,2", "mine.conf -D data.root=/new")),
          entry(
              "init", List.of("photos/", "photos/ --teacher dinov2-small --goal no-labels --yes")),
          entry("resume", List.of("runs/mine", "runs/mine -D tasks.model.train.epochs=40")),
          entry(
              "sweep",
              List.of(
                  "mine.conf --over tasks.model.train.optimizer.lr=1e-4,3e-4,1e-3",
                  "mine.conf --over tasks.model.train.optimizer.lr=1e-5..1e-3 --random --trials 20",
                  "mine.conf --over tasks.model.train.optimizer.lr=1e-5,1e-4,1e-3,1e-2 --halving 2",
                  "mine.conf --over seed=1,2,3,4 --devices gpu0,gpu1",
                  "--resume sweeps/mine")),
          entry("replay", List.of("runs/mine 1200")),
          entry("control", List.of("runs/mine pause", "runs/mine learning-rate --factor 0.5")),
          entry("serve", List.of("/data/lab/queue --slots 2")),
          entry("queue", List.of("/data/lab/queue", "/data/lab/queue priority mine 10")),
          entry(
              "node",
              List.of(
                  "--join box1:7355 --lanes gpu0,gpu1 --secret node.secret"
                      + " --certificate node.pem --key node.key --authority lab.pem")),
          entry("check", List.of("mine.conf", "mine.conf --resolved")),
          entry(
              "export",
              List.of(
                  "runs/mine",
                  "runs/mine --task target.student --format onnx",
                  "runs/mine --out exports/mine")),
          entry("models", List.of("", "exports --verify")),
          entry("embed", List.of("runs/mine photos/ more.zip --out photos.npy")),
          entry(
              "evaluate", List.of("runs/mine", "model.pt --data photos/ --metrics recall@1,map@r")),
          entry("index", List.of("runs/mine photos/ --out photos.index --kind hnsw")),
          entry(
              "search",
              List.of("runs/mine photos/ query.jpg --found 5", "runs/mine photos.index query.jpg")),
          entry("conformance", List.of("--device gpu0")),
          entry("list", List.of("", "/data/lab/runs")),
          entry(
              "report",
              List.of(
                  "runs/mine",
                  "runs/a runs/b --out both.html",
                  "runs/a runs/b --csv evaluations-long.csv")),
          entry("bench", List.of("all", "intake", "programs --json", "pipeline --lanes 4")),
          entry("datasets", List.of("")),
          entry(
              "data",
              List.of(
                  "photos/ --html sheet.html",
                  "table:photos.csv \"web-dataset:shards/train-{000000..000099}.tar\"",
                  "mine.conf --json")),
          entry(
              "cache",
              List.of(
                  "info runs/mine",
                  "verify /data/features",
                  "prune /data/features --keep \"200 GB\" --dry-run")),
          entry("prepare", List.of("mine.conf --out shards/")),
          entry(
              "track",
              List.of("runs/mine --mlflow http://localhost:5000 --follow", "runs/mine --json")),
          entry("sbom", List.of("", "--check vulnerabilities.json")),
          entry("docs", List.of("", "/srv/www/reflux")),
          entry("completion", List.of("> /etc/bash_completion.d/reflux")),
          entry("man", List.of("> /usr/local/share/man/man1/reflux.1")));

  private HelpExamples() {}

  /** Puts the examples below the help of each command. */
  static void add(CommandLine line) {
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              List<String> examples = OF.getOrDefault(name, List.of());
              String[] footer =
                  examples.stream()
                      .map(words -> ("  reflux " + name + " " + words).stripTrailing())
                      .toArray(String[]::new);
              if (footer.length > 0) {
                command
                    .getCommandSpec()
                    .usageMessage()
                    .footerHeading(footer.length == 1 ? "%nExample:%n" : "%nExamples:%n")
                    .footer(footer);
              }
            });
  }
}
