package io.reflux.cli;

import io.reflux.cli.InitText.Goal;
import io.reflux.cli.InitText.InitChoice;
import io.reflux.dataset.Contents;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.dataset.DistinctExamples;
import io.reflux.engine.Device;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.setting.Amount;
import io.reflux.setting.ShellWord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux init [DIR]}. */
@Command(
    name = "init",
    description = {
      "Writes a pipeline file for a folder of images, which runs as it is.",
      "Looks at the images and at this machine; asks what it isn't told, unless --yes says that "
          + "the usual answers are right. Exits with 2 if the images can't be opened."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  private static final String USUAL_NAME = "mine";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description =
          "The images: a folder for each class, or one folder of images without labels, "
              + "or an archive of such; this folder if absent.")
  private String images = "";

  @Option(
      names = "--teacher",
      paramLabel = "WHAT",
      description =
          "train (a larger network is trained first), dinov2-small, clip-base, siglip-base,"
              + " resnet50 (published ones), or a file: a TorchScript or ONNX program, or weights"
              + " with --backbone.")
  private String teacher = "";

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "The network of a teacher's weights, as resnet50.")
  private String backbone = "";

  @Option(
      names = "--goal",
      paramLabel = "WHAT",
      description = "What matters: small (a small model), accurate, or no-labels.")
  private String goal = "";

  @Option(names = "--device", paramLabel = "NAME", description = "cpu, or a GPU as gpu0.")
  private String device = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file that is written; <name of the folder>.conf if absent.")
  private Path out = Path.of("");

  @Option(
      names = {"-y", "--yes"},
      description = "Asks nothing.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    PrintWriter screen = spec.commandLine().getOut();
    Asked asked =
        new Asked(
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
            screen,
            !yes && Screens.isTerminal());
    Path root =
        asked.of(images, new Asked.Question("Where are the images?", ".", List.of()), this::folder);
    Goal what = goal(asked);
    InitData data = open(root.toString(), what != Goal.NO_LABELS);
    screen.println(WrappedText.onScreen(sentence(root, data)));
    InitTeacher from = teacher(asked, data.labelled() && what != Goal.NO_LABELS);
    String where =
        asked.of(
            device, new Asked.Question("On which device?", usualDevice(), List.of()), this::device);
    String name = name(root);
    InitChoice choice = new InitChoice(name, root.toString(), from, what, where);
    InitNumbers numbers = InitNumbers.of(data, from.side(), !where.equals("cpu"));
    Path file = out.toString().isEmpty() ? Path.of(name + ".conf") : out;
    if (Files.exists(file)) {
      refuse("--out: " + file + " is there (expected: the name of a new file)");
    }
    Files.writeString(file, new InitText(choice, data, numbers).hocon());
    screen.println("wrote " + file);
    return next(file, choice);
  }

  private InitData open(String folder, boolean labels) {
    try {
      return InitData.of(folder, labels, this::refuse);
    } catch (DatasetException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Goal goal(Asked asked) {
    List<String> words = Arrays.stream(Goal.values()).map(InitCommand::word).toList();
    return asked.of(
        goal,
        new Asked.Question("What matters?", words.get(0), words),
        chosen ->
            Arrays.stream(Goal.values())
                .filter(each -> word(each).equals(chosen))
                .findFirst()
                .orElseThrow(
                    () ->
                        refused(
                            "--goal: "
                                + chosen
                                + " (expected: one of "
                                + String.join(", ", words)
                                + ")")));
  }

  private Path folder(String word) {
    Path root = Path.of(word).toAbsolutePath().normalize();
    if (!Files.exists(root)) {
      refuse("images: " + root + " does not exist (expected: a folder, or an archive of one)");
    }
    return root;
  }

  private String device(String word) {
    if (Device.parse(word).isEmpty()) {
      refuse("--device: " + word + " (expected: cpu, or a GPU as gpu0)");
    }
    return word;
  }

  private static String word(Goal goal) {
    return goal.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private InitTeacher teacher(Asked asked, boolean labels) {
    List<String> known = new java.util.ArrayList<>(InitTeacher.names());
    known.add(0, InitTeacher.TRAINED);
    String usual = labels ? InitTeacher.TRAINED : "dinov2-small";
    return asked.of(
        teacher,
        new Asked.Question("Which teacher? (a name, or a file)", usual, known),
        word -> teacher(word, labels));
  }

  private InitTeacher teacher(String word, boolean labels) {
    if (word.equals(InitTeacher.TRAINED) && !labels) {
      refuse(
          "--teacher: train (expected: "
              + String.join(", ", InitTeacher.names())
              + ", or a file: without labels nothing else can be learnt from)");
    }
    try {
      return InitTeacher.of(word, backbone);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String usualDevice() {
    return Device.parse("gpu0").filter(Device::isPresent).map(Device::toString).orElse("cpu");
  }

  private static String sentence(Path root, InitData data) {
    return root
        + ": "
        + Amount.of(images(data), "image")
        + (data.labelled() ? "" : " without labels")
        + ", about "
        + data.side()
        + " pixels; "
        + data.splits().rule();
  }

  /** How many there are, those once that are in both parts. */
  private static int images(InitData data) {
    Map<String, Dataset> parts =
        Map.of(Contents.TRAIN, data.splits().train(), Contents.TEST, data.splits().test());
    return new DistinctExamples(parts).size();
  }

  /** Checks what was written, and says how to go on. */
  private int next(Path file, InitChoice choice) {
    PrintWriter screen = spec.commandLine().getOut();
    String name = choice.name();
    boolean two = choice.teacher().isTrained() && choice.goal() != Goal.ACCURATE;
    Optional<String> missing = choice.teacher().missing();
    missing.ifPresent(what -> screen.println("first:  " + what));
    int code = ExitCode.DONE;
    if (missing.isEmpty()) {
      try {
        screen.print(WrappedText.onScreen(PlanText.of(Pipeline.read(file, List.of()))));
      } catch (PipelineException e) {
        PipelineOptions.print(e, screen);
        code = ExitCode.BAD_INPUT;
      }
    }
    screen.println("next:   reflux run " + ShellWord.of(file));
    String model = ShellWord.of("runs/" + name) + (two ? " --task student" : "");
    screen.println(
        "then:   reflux search " + model + " " + ShellWord.of(choice.images()) + " IMAGE");
    screen.flush();
    return code;
  }

  /** Of a folder's name what a pipeline's may have. */
  private static String name(Path root) {
    String plain =
        String.valueOf(root.getFileName())
            .replace("ä", "ae")
            .replace("ö", "oe")
            .replace("ü", "ue")
            .replace("ß", "ss")
            .replaceAll("\\p{M}", "")
            .replaceAll("[^A-Za-z0-9_-]+", "-")
            .replaceAll("^[-_]+|[-_]+$", "");
    return plain.isEmpty() ? USUAL_NAME : plain;
  }

  private void refuse(String sentence) {
    throw refused(sentence);
  }

  private ParameterException refused(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
