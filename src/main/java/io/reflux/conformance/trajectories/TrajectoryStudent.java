package io.reflux.conformance.trajectories;

import ai.djl.ndarray.NDList;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.conformance.networks.NetworkAnswers;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.method.Method;
import io.reflux.method.Methods;
import io.reflux.miner.Tuples;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.train.OptimizerSettings;
import io.reflux.train.ProgramStudent;
import io.reflux.train.StudentParts;
import io.reflux.train.StudentPlace;
import io.reflux.train.StudentState;
import io.reflux.train.TrainingLength;
import io.reflux.train.WeightPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes the student of a golden trajectory, read from settings as a pipeline file has them. */
final class TrajectoryStudent {
  private static final int THREADS = 1;

  private final TrajectoryRecipe recipe;
  private final JsonNode keys;
  private final Precision precision;
  private final Device device;
  private final Network network;
  private final Method method;

  TrajectoryStudent(TrajectoryRecipe recipe, JsonNode keys, Precision precision, Device device) {
    this.recipe = recipe;
    this.keys = keys;
    this.precision = precision;
    this.device = device;
    network = network(recipe, recipe.configuration("student"));
    Method mined = read(recipe.methodSettings(), Methods.CATALOGUE::read);
    Map<String, TupleSource> given = given();
    method = mined.withTuples(given);
  }

  /** A network of a case. */
  static Network network(TrajectoryRecipe recipe, JsonNode whose) {
    return read(recipe.networkSettings(whose), NetworkSettings::read).build();
  }

  /** The state in which the trajectory begins. */
  StudentState start() throws IOException {
    Map<String, HostTensor> extra = new LinkedHashMap<>();
    boolean several = recipe.objective().has("proxy_anchor");
    for (JsonNode tensor : recipe.json().path("extra_tensors")) {
      String name = TrajectoryNames.tensor(tensor.path("name").asText(), several);
      extra.put(name, TrajectoryFill.extra(tensor));
    }
    try (ProgramStudent fresh = student(Optional.empty())) {
      StudentState drawn = fresh.snapshot();
      StudentState start =
          new StudentState(
              drawn.network(),
              drawn.optimizer(),
              replaced(drawn.trainables(), extra),
              replaced(drawn.memories(), extra),
              drawn.momentumNetwork());
      if (!extra.isEmpty()) {
        throw new IllegalArgumentException("extra tensors " + extra.keySet() + " (expected: none)");
      }
      return start;
    }
  }

  /** The student in a state. */
  ProgramStudent student(StudentState state) throws IOException {
    return student(Optional.of(state));
  }

  /** The outputs of the student in a state, by its running statistics. */
  Map<String, HostTensor> outputs(StudentState state, HostTensor images) throws IOException {
    Path file = Files.createTempFile("trajectory", ".pt");
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      network.lower(lowering(), state.network(), file);
      try (Program program = Program.load(file, scope)) {
        NDList answers = program.infer(new NDList(images.toNative(scope.manager())));
        Map<String, HostTensor> outputs = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
          outputs.put(lowering().outputs().get(i), HostTensor.copyOf(answers.get(i)));
        }
        return outputs;
      }
    } finally {
      Files.delete(file);
    }
  }

  private ProgramStudent student(Optional<StudentState> state) throws IOException {
    Path file = Files.createTempFile("trajectory", ".pt");
    try {
      network.lower(lowering(), TrajectoryFill.weights(network, keys, 0), file);
      return new ProgramStudent(parts(file, state));
    } finally {
      Files.delete(file);
    }
  }

  private StudentParts parts(Path program, Optional<StudentState> state) {
    OptimizerSettings optimizer = read(recipe.optimizerSettings(), OptimizerSettings::read);
    boolean apart = optimizer.groups().containsKey("embedding");
    return new StudentParts(
        program,
        lowering().outputs(),
        key -> WeightPlace.in(apart && key.startsWith("model.embedding") ? "embedding" : "network"),
        method,
        dimensions(),
        optimizer,
        (step, length) -> 1,
        new TrainingLength(1, 6),
        new StudentPlace(List.of(device), THREADS, 0, false),
        false,
        Chance.of(0),
        state);
  }

  private Lowering lowering() {
    Set<String> outputs = new LinkedHashSet<>(List.of("embedding"));
    outputs.addAll(method.studentOutputs());
    method.momentum().ifPresent(follower -> outputs.addAll(follower.outputs()));
    return Lowering.training(precision, outputs.toArray(String[]::new)).onNumbers();
  }

  private Dimensions dimensions() {
    int classes = recipe.objective().path("classes").asInt(1);
    int examples = recipe.objective().path("n_data").asInt(1);
    return new Dimensions(classes, examples, rows(network), teacherRows());
  }

  private Map<String, long[]> teacherRows() {
    if (recipe.hasTeacher()) {
      return rows(network(recipe, recipe.configuration("teacher")));
    }
    JsonNode size = recipe.objective().path("teacher_dim");
    return size.isMissingNode() ? Map.of() : Map.of("features", new long[] {size.asLong()});
  }

  private Map<String, long[]> rows(Network described) {
    return described.rowShapes(recipe.configuration("images").path("side").asInt());
  }

  private Map<String, TupleSource> given() {
    Map<String, TupleSource> given = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : recipe.objective().path("triplets").properties()) {
      given.put(each.getKey(), mining(each.getValue()));
    }
    JsonNode contrast = recipe.objective().path("contrast_indices");
    if (!contrast.isMissingNode()) {
      given.put("distillation", mining(contrast));
    }
    return given;
  }

  private static TupleSource mining(JsonNode steps) {
    return (input, chance) -> {
      JsonNode rows = steps.get(Math.toIntExact(input.step()));
      int[][] tuples = new int[rows.size()][];
      for (int i = 0; i < tuples.length; i++) {
        double[] row = NetworkAnswers.numbers(rows.get(i));
        tuples[i] = Arrays.stream(row).mapToInt(x -> (int) x).toArray();
      }
      return new Tuples(tuples);
    };
  }

  private static Map<String, HostTensor> replaced(
      Map<String, HostTensor> drawn, Map<String, HostTensor> extra) {
    Map<String, HostTensor> replaced = new LinkedHashMap<>();
    drawn.forEach(
        (name, tensor) -> {
          HostTensor other = extra.remove(name);
          replaced.put(name, other == null ? tensor : other.to(tensor.type()));
        });
    return replaced;
  }

  private static <T> T read(String settings, Function<Section, T> reader) {
    Problems problems = new Problems();
    Section section =
        new Section(ConfigFactory.parseString(settings).root(), Defaults.NONE, "", problems);
    T value = reader.apply(section);
    if (!problems.none()) {
      throw new IllegalArgumentException(settings + ": " + problems.all());
    }
    return value;
  }

  /** The names and shapes of what a method owns, for messages. */
  List<String> owned() {
    return method.trainables(dimensions()).stream().map(Trainable::name).toList();
  }
}
