package io.reflux.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.bench.BenchCase;
import io.reflux.keep.ChildCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench all}. */
@Command(
    name = "all",
    description = {
      "Runs the other benches one after the other and prints every figure with its goal.",
      "Each has a process of its own. For a machine that does nothing else: about an hour "
          + "on two cores, most of it originals; each bench says when it begins how long it "
          + "takes."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchAll implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PYTHON = "--python";

  /** {@code bench programs} lets threads spin at barriers, as its peer's do. */
  private static final String SPINNING = "programs";

  /**
   * A bench that is run.
   *
   * @param minutes about how long two cores take for it
   * @param words of its own
   */
  record Part(String name, int minutes, List<String> words) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("programs", 4, List.of(PYTHON)),
          new Part("losses", 2, List.of(PYTHON)),
          new Part("originals", 45, List.of("--steps", "4", "--turns", "3", PYTHON)),
          new Part("overlap", 8, List.of("--rounds", "5")),
          new Part("intake", 2, List.of(PYTHON)),
          new Part("pipeline", 1, List.of()),
          new Part("pipeline", 4, List.of("--real")),
          new Part("lanes", 5, List.of()),
          new Part("overhead", 1, List.of()),
          new Part("retrieval", 2, List.of("--queries", "0")),
          new Part("replicas", 1, List.of()));

  private final List<Part> parts;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Only these benches, in the order of all.")
  private List<String> only = List.of();

  @Option(names = PYTHON, description = "The Python that has torch, torchvision and PIL.")
  private String python = "/usr/bin/python3";

  BenchAll() {
    this(PARTS);
  }

  BenchAll(List<Part> parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> names = parts.stream().map(Part::name).distinct().toList();
    for (String each : only) {
      if (!names.contains(each)) {
        throw new ParameterException(
            spec.commandLine(),
            "--only: " + each + " (expected: one of " + String.join(", ", names) + ")");
      }
    }
    Runtime.getRuntime().addShutdownHook(new Thread(BenchAll::endBenches, "end-of-benches"));
    List<BenchCase> cases = new ArrayList<>();
    boolean whole = true;
    for (Part part : parts) {
      if (only.isEmpty() || only.contains(part.name())) {
        output.say(part.name() + ": about " + part.minutes() + " min");
        whole &= run(part, cases);
      }
    }
    output.print(cases);
    return whole ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** A signal that ends this process ends the bench at work, too. */
  private static void endBenches() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);
  }

  /** Adds a bench's figures; false if its process failed. */
  private boolean run(Part part, List<BenchCase> cases) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("bench", part.name(), "--json"));
    for (String each : part.words()) {
      words.add(each.equals(PYTHON) ? PYTHON + "=" + python : each);
    }
    ProcessBuilder builder =
        new ProcessBuilder(ChildCommand.likeThis(Main.class.getName()).with(words));
    if (part.name().equals(SPINNING)) {
      builder.environment().remove("OMP_WAIT_POLICY");
    }
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != ExitCode.DONE) {
      output.leftOut(part.name(), "it ended with code " + code + " (expected: 0)");
      return false;
    }
    for (JsonNode each : JSON.readTree(said).path("cases")) {
      cases.add(figure(part.name() + "/", each));
    }
    return true;
  }

  private static BenchCase figure(String before, JsonNode json) {
    String name = before + json.path("case").asText();
    double value = json.path("value").asDouble();
    double goal = json.path("goal").asDouble();
    String unit = json.path("unit").asText();
    return json.path("better").asText().equals("higher")
        ? BenchCase.atLeast(goal, name, value, unit)
        : BenchCase.atMost(goal, name, value, unit);
  }
}
