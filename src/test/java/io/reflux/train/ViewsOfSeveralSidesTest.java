package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A student whose views have several sides: its network runs once for each. */
class ViewsOfSeveralSidesTest {
  private static final int EXAMPLES = 6;
  private static final String SGD = "type = sgd, lr = 1, momentum = 0, weight-decay = 0";
  private static final String STILL = ", bn-freeze = statistics";

  /** Reads every view's rows, and which row belongs to which label. */
  private static final String RELATIONAL = "type = multi-similarity, negative-weight = 10";

  @TempDir Path folder;

  /** Views that are computed apart are learned from as if they had been computed together. */
  @Test
  void rowsAndGradientsAreThoseOfOneRun() throws IOException {
    List<HostTensor> views = List.of(pixels(1, 16), pixels(2, 16), pixels(3, 16));
    StepReport[] reports = new StepReport[4];
    List<Map<String, HostTensor>> ends = new ArrayList<>();
    List<List<List<Integer>>> groupings =
        List.of(
            List.of(List.of(0, 1, 2)),
            List.of(List.of(0, 2), List.of(1)),
            List.of(List.of(1), List.of(2), List.of(0)),
            List.of(List.of(0, 1), List.of(2)));
    for (int i = 0; i < groupings.size(); i++) {
      int piece = i == 3 ? 5 : 0;
      try (ProgramStudent student = student(STILL, RELATIONAL, piece)) {
        reports[i] = step(student, input(views, groupings.get(i)));
        ends.add(student.snapshot().network());
      }
    }
    for (int i = 1; i < groupings.size(); i++) {
      assertThat(reports[i].loss()).isCloseTo(reports[0].loss(), within(1e-5));
      same(ends.get(0), ends.get(i));
    }
  }

  /** With each global view go all others: as if those were there as often, next to its answers. */
  @Test
  void globalViewsGoWithAllOthers() throws IOException {
    List<HostTensor> views = List.of(pixels(1, 16), pixels(2, 16), pixels(3, 16));
    List<HostTensor> again = List.of(views.get(1), views.get(2), views.get(0), views.get(2));
    HostTensor[] said = {answers(1), answers(2)};
    try (ProgramStudent global = student(STILL, "type = pkt, global-views = 2", 0);
        ProgramStudent listed = student(STILL, "type = pkt", 0)) {
      StepInput few = input(views, List.of(List.of(0, 1), List.of(2)));
      StepInput many = input(again, List.of(List.of(0, 1, 2, 3)));
      StepReport one = step(global, taught(few, List.of(0, 1), said[0], said[1]));
      StepReport other =
          step(listed, taught(many, List.of(0, 1, 2, 3), said[0], said[0], said[1], said[1]));
      assertThat(one.loss()).isCloseTo(other.loss(), within(1e-6));
      same(listed.snapshot().network(), global.snapshot().network());
    }
  }

  private static HostTensor answers(int seed) {
    java.util.Random random = new java.util.Random(seed);
    float[] values = new float[EXAMPLES * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return HostTensor.of(values, EXAMPLES, 5);
  }

  private static StepInput taught(StepInput input, List<Integer> views, HostTensor... said) {
    float[] all = new float[said.length * EXAMPLES * 5];
    for (int i = 0; i < said.length; i++) {
      System.arraycopy(said[i].floats(), 0, all, i * EXAMPLES * 5, EXAMPLES * 5);
    }
    return new StepInput(
        input.images(),
        input.labels(),
        input.exampleIds(),
        input.views(),
        0,
        Map.of("embedding", HostTensor.of(all, (long) said.length * EXAMPLES, 5)),
        views,
        1);
  }

  @Test
  void otherRowsWouldBeNoticed() throws IOException {
    List<HostTensor> views = List.of(pixels(1, 16), pixels(2, 16), pixels(3, 16));
    List<HostTensor> turned = List.of(views.get(0), rolled(views.get(1)), views.get(2));
    List<List<Integer>> groups = List.of(List.of(0, 2), List.of(1));
    try (ProgramStudent one = student(STILL, RELATIONAL, 0);
        ProgramStudent other = student(STILL, RELATIONAL, 0)) {
      double loss = step(one, input(views, groups)).loss();
      double changed = step(other, input(turned, groups)).loss();
      assertThat(Math.abs(loss - changed)).isGreaterThan(1e-3);
    }
  }

  @Test
  void batchNormSeesEachSideApart() throws IOException {
    int before = TensorScope.liveInProcess();
    List<HostTensor> views = List.of(pixels(1, 16), pixels(2, 24), pixels(3, 16), pixels(4, 24));
    List<List<Integer>> groups = List.of(List.of(0, 2), List.of(1, 3));
    try (ProgramStudent student = student("", RELATIONAL, 0)) {
      StepReport first = step(student, input(views, groups));
      int live = student.liveTensors();
      StepReport second = step(student, input(views, groups));
      assertThat(student.liveTensors()).isEqualTo(live);
      assertThat(second.loss()).isFinite().isNotEqualTo(first.loss());
      student
          .snapshot()
          .network()
          .forEach(
              (key, tensor) -> {
                if (key.endsWith("num_batches_tracked")) {
                  assertThat(tensor.data().getLong(0)).as(key).isEqualTo(4);
                }
              });
    }
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  @Test
  void mapsOfSeveralSidesCannotBeJoined() throws IOException {
    List<HostTensor> views = List.of(pixels(1, 16), pixels(2, 24));
    try (ProgramStudent student = student("", "type = attention-transfer, outputs = [map1]", 0)) {
      assertThatThrownBy(() -> step(student, input(views, List.of(List.of(0), List.of(1)))))
          .hasMessageContaining("output map1: rows of the shapes [4, 8, 8], [4, 12, 12]");
    }
  }

  private ProgramStudent student(String network, String method, int piece) throws IOException {
    return new ProgramStudent(
        new TinyStudents(folder, network, method).inPiecesOf(piece).parts(SGD, Optional.empty()));
  }

  /** A step on views, those of each group in one tensor. */
  private static StepReport step(ProgramStudent student, StepInput input) {
    return student.step(input, StepWatch.NONE);
  }

  private static StepInput input(List<HostTensor> views, List<List<Integer>> groups) {
    int[] labels = new int[EXAMPLES * views.size()];
    int[] ids = new int[labels.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = row % EXAMPLES % 3;
      ids[row] = row % EXAMPLES;
    }
    List<ViewImages> images =
        groups.stream()
            .map(group -> new ViewImages(group, joined(group.stream().map(views::get).toList())))
            .toList();
    return new StepInput(images, labels, ids, views.size(), 0, Map.of(), List.of(), 1);
  }

  private static HostTensor joined(List<HostTensor> parts) {
    long[] shape = parts.get(0).shape().clone();
    shape[0] *= parts.size();
    int bytes = parts.stream().mapToInt(part -> part.data().remaining()).sum();
    ByteBuffer all = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    parts.forEach(part -> all.put(part.data().duplicate()));
    return new HostTensor(ElementType.UINT8, shape, all.flip());
  }

  private static HostTensor pixels(int seed, int side) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(EXAMPLES * side * side * 3);
    java.util.Random random = new java.util.Random(seed);
    int imageBytes = side * side * 3;
    for (int i = 0; i < EXAMPLES; i++) {
      int brightness = random.nextInt(128);
      for (int j = 0; j < imageBytes; j++) {
        bytes.put((byte) (brightness + random.nextInt(128)));
      }
    }
    return new HostTensor(
        ElementType.UINT8,
        new long[] {EXAMPLES, side, side, 3},
        bytes.flip().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** The images of a view, the last one first. */
  private static HostTensor rolled(HostTensor images) {
    int row = images.data().remaining() / EXAMPLES;
    ByteBuffer rolled = ByteBuffer.allocateDirect(images.data().remaining());
    for (int i = 0; i < EXAMPLES; i++) {
      rolled.put(images.data().slice((i + EXAMPLES - 1) % EXAMPLES * row, row));
    }
    return new HostTensor(
        ElementType.UINT8, images.shape(), rolled.flip().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static void same(Map<String, HostTensor> one, Map<String, HostTensor> other) {
    one.forEach(
        (key, tensor) -> {
          if (key.endsWith("weight") || key.endsWith("bias")) {
            float[] wanted = tensor.floats();
            float[] there = Objects.requireNonNull(other.get(key)).floats();
            for (int i = 0; i < wanted.length; i++) {
              assertThat((double) there[i]).as(key).isCloseTo(wanted[i], within(1e-4));
            }
          }
        });
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
