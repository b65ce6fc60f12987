package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Layers;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.objective.Triplets;
import io.reflux.objective.TupleSource;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Contrastive representation distillation: a student's feature should find the teacher's feature of
 * the same example among those of many others, kept in a memory, and the other way round.
 *
 * <p>Both features pass a trained linear projection and are normalised, v. With the scores {@code
 * s_k = exp(⟨memory of the other side[k], v⟩ / T) / Z}, k = 0 the example itself and K others, and
 * {@code c = K / examples}: a side's loss is {@code -1/n Σ [log(s_0 / (s_0 + c + eps)) + Σ_k log(c
 * / (s_k + c + eps))]}; both sides are added. Z is set in the first step to the side's mean score
 * times the number of examples. Afterwards the examples' rows of both memories become {@code
 * u(momentum · row + (1 - momentum) · v)}.
 *
 * <p>The tuples are indices of examples, not of rows: for each row the example itself, then K
 * others, drawn by the method.
 *
 * <p>Tian, Krishnan, Isola: Contrastive Representation Distillation, ICLR 2020. Defaults: the
 * LabelRelaxation repository. A zero feature has a projection of zero here, NaN there; of an
 * example that is in the batch twice the last row enters the memory.
 *
 * @param projection the size of the projected features
 * @param negatives K: how many other examples each row is compared with
 * @param temperature T
 * @param momentum how much of a memory's row stays
 * @param eps keeps quotients finite
 */
public record CrdLoss(
    int projection, int negatives, double temperature, double momentum, double eps)
    implements Objective {
  /** Above so many scores for each one wanted, rows are picked before they are multiplied. */
  private static final int PICK_FROM = 16;

  public static CrdLoss read(Section section) {
    return new CrdLoss(
        section.whole("projection", Range.atLeast(1)),
        section.whole("negatives", Range.atLeast(1)),
        section.number("temperature", Range.POSITIVE),
        section.number("momentum", Range.FRACTION),
        section.number("eps", Range.POSITIVE));
  }

  @Override
  public Set<String> studentOutputs() {
    return Set.of(LossInput.FEATURES);
  }

  @Override
  public Set<String> teacherOutputs() {
    return Set.of(LossInput.FEATURES);
  }

  @Override
  public TupleSource tupleSource() {
    return new MemoryNegatives("student", negatives);
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    List<Trainable> all = new ArrayList<>();
    all.addAll(
        Layers.linear("embed-student", dimensions.ofStudent(LossInput.FEATURES), projection));
    all.addAll(
        Layers.linear("embed-teacher", dimensions.ofTeacher(LossInput.FEATURES), projection));
    return all;
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    double bound = 1 / Math.sqrt(projection / 3.0);
    long[] shape = {dimensions.examples(), projection};
    return List.of(
        new Trainable("student", shape, "", draws -> draws.uniform(-bound, bound)),
        new Trainable("teacher", shape, "", draws -> draws.uniform(-bound, bound)),
        new Trainable("normalisers", new long[] {2}, "", draws -> 0));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray features = input.studentOutput(LossInput.FEATURES);
    NDArray teacher = input.teacherOutput(LossInput.FEATURES);
    Shapes.sameRows("teacher.features", teacher, "student.features", features);
    NDArray student = RowVectors.unit(Layers.linear(input, "embed-student", features)); // (n, p)
    NDArray other = RowVectors.unit(Layers.linear(input, "embed-teacher", teacher)); // (n, p)
    long examples = input.memory("student").getShape().get(0);
    NDArray index = index(input, features, examples); // (n, 1 + K)
    NDArray z = input.memory("normalisers"); // (2)
    NDArray ours = scores(student, input.memory("teacher"), index); // (n, 1 + K)
    NDArray theirs = scores(other, input.memory("student"), index);
    NDArray ourZ = normaliser(z.get(0), ours, examples);
    NDArray theirZ = normaliser(z.get(1), theirs, examples);
    Map<String, NDArray> memories = new LinkedHashMap<>();
    memories.put("student", moved(input, "student", student));
    memories.put("teacher", moved(input, "teacher", other));
    memories.put("normalisers", NDArrays.stack(new NDList(ourZ, theirZ)));
    NDArray sum = side(ours.div(ourZ), examples).add(side(theirs.div(theirZ), examples));
    return new Loss(sum, Map.of(), memories);
  }

  private static NDArray index(LossInput input, NDArray like, long examples) {
    int[][] rows = input.tuples().rows();
    if (rows.length != like.getShape().get(0)) {
      throw new IllegalArgumentException(
          "tuples: " + rows.length + " (expected: " + like.getShape().get(0) + ", one a row)");
    }
    Triplets.checkRange(input.tuples(), Math.toIntExact(examples));
    int[] flat = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    return RowVectors.index(like, flat).reshape(new Shape(rows.length, flat.length / rows.length));
  }

  /** exp(⟨memory row, v⟩ / T) for the rows that each v is compared with, (n, 1 + K). */
  private NDArray scores(NDArray v, NDArray memory, NDArray index) {
    long wanted = index.getShape().get(1);
    NDArray products;
    if (memory.getShape().get(0) <= PICK_FROM * wanted) {
      products = RowVectors.products(v, memory).gather(index, 1);
    } else {
      NDArray picked = RowVectors.at(memory, index.flatten()); // (n (1 + K), p)
      Shape shape = new Shape(v.getShape().get(0), wanted, v.getShape().get(1));
      products = picked.reshape(shape).matMul(v.expandDims(2)).squeeze(2);
    }
    return Algebra.times(products, 1 / temperature).exp();
  }

  private static NDArray normaliser(NDArray known, NDArray scores, long examples) {
    NDArray first = Algebra.times(scores.mean(), (double) examples).stopGradient();
    return NDArrays.where(Algebra.positive(known), known, first);
  }

  private NDArray side(NDArray scores, long examples) {
    double c = (scores.getShape().get(1) - 1) / (double) examples;
    NDArray shifted = Algebra.plus(scores, c + eps); // (n, 1 + K)
    NDArray own = scores.get(":, 0").div(shifted.get(":, 0")).log(); // (n)
    NDArray others = Algebra.plus(shifted.get(":, 1:").log().neg(), Math.log(c)); // (n, K)
    return Algebra.times(own.sum().add(others.sum()), -1.0 / scores.getShape().get(0));
  }

  /** A memory after this batch, outside of the graph. */
  private NDArray moved(LossInput input, String name, NDArray v) {
    NDArray memory = input.memory(name);
    int[] ids = input.exampleIds();
    int[] last = // the last row of each example
        IntStream.range(0, ids.length)
            .filter(i -> IntStream.range(i + 1, ids.length).noneMatch(j -> ids[j] == ids[i]))
            .toArray();
    NDArray rows = RowVectors.index(v, last);
    NDArray places = RowVectors.index(v, IntStream.of(last).map(i -> ids[i]).toArray());
    NDArray old = Algebra.times(RowVectors.at(memory, places), momentum);
    NDArray fresh = Algebra.times(RowVectors.at(v.stopGradient(), rows), 1 - momentum);
    NDArray wide = places.expandDims(1).broadcast(new Shape(last.length, v.getShape().get(1)));
    return memory
        .stopGradient()
        .scatter(wide.toType(DataType.INT64, true), RowVectors.unit(old.add(fresh)), 0);
  }
}
