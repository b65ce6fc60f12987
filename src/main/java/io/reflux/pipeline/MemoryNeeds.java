package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.objective.LossInput;
import io.reflux.view.ViewRecipe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What all networks of some work take: those that learn, and those that only answer. */
final class MemoryNeeds implements Work.Visitor<List<MemoryNeed>> {
  private static final int PIXEL_VALUES = 3;

  /** Of an image that goes in: its bytes, and the same in float32. */
  private static final int BYTES_OF_A_PIXEL = PIXEL_VALUES * (1 + Float.BYTES);

  private final ModelTrial.Students students;

  /** Knows the networks of all tasks. */
  MemoryNeeds(ModelTrial.Students students) {
    this.students = students;
  }

  @Override
  public List<MemoryNeed> learn(Learn learn) {
    List<MemoryNeed> needs = new ArrayList<>(MemoryNeed.of(learn));
    Set<String> asked = new TreeSet<>();
    learn.students().values().forEach(s -> asked.addAll(s.method().value().teacherOutputs()));
    for (Map.Entry<TeacherName, TeacherSpec> each : learn.teachers().entrySet()) {
      TeacherSpec teacher = each.getValue();
      Shown shown =
          new Shown(TeacherChunk.of(learn, teacher).images(), TeacherChunk.side(learn, teacher));
      Set<String> outputs = new TreeSet<>(each.getKey().own(asked));
      outputs.add(LossInput.EMBEDDING);
      if (!teacher.nodesOnly()) {
        for (Device device : teacher.devices()) {
          asking(teacher.source(), shown, outputs, bytes(teacher.precision()))
              .map(need -> need.of(each.getKey().of("teacher"), device))
              .ifPresent(needs::add);
        }
      }
    }
    needs.addAll(evaluating(learn));
    return needs;
  }

  /** One network is measured at a time; the largest counts. */
  private List<MemoryNeed> evaluating(Learn learn) {
    EvaluationSpec evaluation = learn.evaluation();
    Shown shown = new Shown(evaluation.batchSize(), learn.views().test().side());
    Set<NetworkSettings> networks = new LinkedHashSet<>();
    learn.students().values().forEach(student -> networks.add(student.network()));
    return networks.stream()
        .map(network -> answering(network, shown, List.of(LossInput.EMBEDDING), bytes(network)))
        .map(need -> need.of("evaluation", evaluation.device()))
        .max(java.util.Comparator.comparingLong(MemoryNeed::bytes))
        .stream()
        .toList();
  }

  @Override
  public List<MemoryNeed> measure(Measure measure) {
    ViewRecipe view = measure.view();
    return asking(
            measure.source(),
            new Shown(measure.batchSize(), view.side()),
            List.of(LossInput.EMBEDDING),
            Float.BYTES)
        .map(need -> need.of("evaluation", measure.device()))
        .stream()
        .toList();
  }

  @Override
  public List<MemoryNeed> export(Export export) {
    return List.of();
  }

  /** Images that a network is shown at once. */
  private record Shown(int images, int side) {}

  /** What is taken, wherever that is. */
  private record Taken(long rows, long bytesOfARow, long weights, int bytesOfAWeight) {
    MemoryNeed of(String network, Device device) {
      return new MemoryNeed(network, device, rows, bytesOfARow, weights, bytesOfAWeight);
    }
  }

  /** Of a model that only answers; of a program nobody knows what it holds between its layers. */
  private Optional<Taken> asking(
      ModelSource source, Shown shown, Collection<String> outputs, int bytesOfAValue) {
    return source.visit(
        new ModelSource.Visitor<>() {
          @Override
          public Optional<Taken> student(ModelSource.Student student) {
            return students
                .find(student)
                .map(network -> answering(network, shown, outputs, bytesOfAValue));
          }

          @Override
          public Optional<Taken> published(ModelSource.Published published) {
            return Optional.of(answering(published.network(), shown, outputs, bytesOfAValue));
          }

          @Override
          public Optional<Taken> foreign(ModelSource.Foreign foreign) {
            long weights =
                foreign.program().files().stream().mapToLong(file -> file.toFile().length()).sum()
                    / Float.BYTES;
            return Optional.of(
                new Taken(shown.images(), pixels(shown.side()), weights, Float.BYTES));
          }
        });
  }

  private static Taken answering(
      NetworkSettings settings, Shown shown, Collection<String> outputs, int bytesOfAValue) {
    Network network = settings.build();
    Set<String> there = new TreeSet<>(outputs);
    there.retainAll(network.outputs());
    long row = network.heldOfARow(shown.side(), there) * bytesOfAValue + pixels(shown.side());
    return new Taken(shown.images(), row, network.weights(), bytesOfAValue);
  }

  private static long pixels(int side) {
    return (long) side * side * BYTES_OF_A_PIXEL;
  }

  private static int bytes(NetworkSettings network) {
    return bytes(network.precision());
  }

  private static int bytes(Precision precision) {
    return precision == Precision.BFLOAT16 ? Float.BYTES / 2 : Float.BYTES;
  }
}
