package io.reflux.conformance.trajectories;

import ai.djl.ndarray.NDList;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenTensor;
import io.reflux.conformance.networks.NetworkFill;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.Precision;
import io.reflux.train.StepInput;
import io.reflux.train.ViewImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The batches of a golden trajectory, with what its teacher makes of them. */
final class TrajectoryBatches implements AutoCloseable {
  private static final List<String> OUTPUTS =
      List.of("embedding", "features", "map1", "map2", "map3", "map4");

  private final TrajectoryRecipe recipe;
  private final TensorScope scope;
  private final @Nullable Program teacher;

  TrajectoryBatches(TrajectoryRecipe recipe, JsonNode keys, Precision precision, TensorScope scope)
      throws IOException {
    this.recipe = recipe;
    this.scope = scope;
    teacher = recipe.hasTeacher() ? teacher(keys, precision) : null;
  }

  /** The images of a step: of all views that the student sees. */
  HostTensor images(int step) {
    JsonNode images = recipe.configuration("images");
    return images("k_first", images.path("samples").asInt(), step);
  }

  /** What a step is taken on. */
  StepInput input(int step) {
    int samples = recipe.configuration("images").path("samples").asInt();
    HostTensor images = images(step);
    HostTensor all =
        recipe.hasKeys() ? joined(images, images("aux_k_first", samples, step)) : images;
    int rows = (int) all.shape()[0];
    int views = recipe.views();
    return new StepInput(
        ViewImages.all(views, all),
        repeated(recipe.configuration("labels").path(step), rows),
        repeated(recipe.objective().path("indices").path(step), rows),
        views,
        step,
        taught(images, step),
        IntStream.range(0, views).boxed().toList(),
        1);
  }

  /** The teacher's embeddings of the first step's first two rows; empty without a teacher. */
  GoldenTensor firstTeacherRows() {
    HostTensor embedding = taught(images(0), 0).get("embedding");
    if (embedding == null) {
      return new GoldenTensor(new long[1], new double[0]);
    }
    int size = (int) embedding.shape()[1];
    return new GoldenTensor(
        new long[] {2, size}, Arrays.copyOfRange(embedding.doubles(), 0, 2 * size));
  }

  /** The teacher's tensors now. */
  Map<String, HostTensor> teacherState() {
    return teacher == null ? Map.of() : teacher.snapshot();
  }

  @Override
  public void close() {
    if (teacher != null) {
      teacher.close();
    }
  }

  private Program teacher(JsonNode keys, Precision precision) throws IOException {
    JsonNode settings = recipe.configuration("teacher");
    Network network = TrajectoryStudent.network(recipe, settings);
    int shift =
        settings.path("k_offset").asInt()
            - recipe.configuration("student").path("k_offset").asInt();
    Lowering lowering = Lowering.training(precision, OUTPUTS.toArray(String[]::new)).onNumbers();
    Path file = Files.createTempFile("trajectory-teacher", ".pt");
    try {
      network.lower(lowering, TrajectoryFill.weights(network, keys, shift), file);
      return Program.load(file, scope);
    } finally {
      Files.delete(file);
    }
  }

  private Map<String, HostTensor> taught(HostTensor images, int step) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    JsonNode size = recipe.objective().path("teacher_dim");
    if (!size.isMissingNode()) {
      int k = recipe.objective().path("teacher_k_first").asInt() + step;
      outputs.put("features", TrajectoryFill.features(k, images.shape()[0], size.asLong()));
    }
    if (teacher != null) {
      try (TensorScope call = scope.inner()) {
        NDList answers = teacher.infer(new NDList(images.toNative(call.manager())));
        for (int i = 0; i < OUTPUTS.size(); i++) {
          outputs.put(OUTPUTS.get(i), HostTensor.copyOf(answers.get(i)));
        }
      }
    }
    return outputs;
  }

  private HostTensor images(String first, int samples, int step) {
    JsonNode images = recipe.configuration("images");
    long side = images.path("side").asLong();
    return NetworkFill.input(images.path(first).asInt() + step, samples, 3, side, side);
  }

  private static HostTensor joined(HostTensor one, HostTensor other) {
    float[] all = Arrays.copyOf(one.floats(), 2 * (int) one.count());
    System.arraycopy(other.floats(), 0, all, (int) one.count(), (int) one.count());
    long[] shape = one.shape().clone();
    shape[0] *= 2;
    return HostTensor.of(all, shape);
  }

  /** One value a sample, repeated for every view; zeros if there are none. */
  private static int[] repeated(JsonNode values, int rows) {
    return IntStream.range(0, rows)
        .map(row -> values.isEmpty() ? 0 : values.get(row % values.size()).asInt())
        .toArray();
  }
}
