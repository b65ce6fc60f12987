package io.reflux.conformance.miners;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.chance.Chance;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.GoldenTensor;
import io.reflux.miner.AnchorMiner;
import io.reflux.miner.Miner;
import io.reflux.miner.MinerInput;
import io.reflux.miner.Tuples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Compares what a miner may answer for the batch of a golden case, and what it does answer. */
final class MinerCheck {
  private static final int TRIALS = 20;

  /** By then, whatever may come up in a golden batch has come up. */
  private static final int MANY_TRIALS = 1000;

  private final GoldenCase golden;
  private final MinerInput input;
  private final List<String> differences = new ArrayList<>();

  MinerCheck(GoldenCase golden) {
    this.golden = golden;
    GoldenTensor embeddings = golden.input("embeddings");
    float[] floats = new float[embeddings.data().length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) embeddings.data()[i];
    }
    int width = (int) embeddings.shape()[1];
    input = new MinerInput(floats, width, golden.input("labels").ints());
  }

  List<String> differences() {
    JsonNode expected = golden.expected();
    Miner miner = MinerRecipe.of(golden);
    if (golden.inputs().has("label_permutation")) {
      distribution(relabelled(golden.input("label_permutation").ints()));
      shuffled(miner);
    } else if (expected.has("joint_probabilities")) {
      distribution(input);
      drawn(miner);
    } else if (expected.has("admissible_triplets")) {
      random(miner);
    } else if (expected.has("members")) {
      intra(miner);
    } else if (expected.has("positive_candidates")) {
      nPairs(miner);
    } else {
      deterministic(miner.mine(input, Chance.of(0)));
    }
    return differences;
  }

  /** The odds by the weights that a draw goes by. */
  private void distribution(MinerInput batch) {
    AnchorMiner miner = MinerRecipe.underLabels(golden);
    distribution(TripletDistribution.of(miner.picks(batch), batch.size()));
  }

  private void distribution(TripletDistribution actual) {
    rows("anchors", List.of(actual.anchors()), List.of(expectedInts("anchors")));
    List<int[]> triplets =
        actual.triplets().stream()
            .map(t -> new int[] {t.anchor(), t.positive(), t.negative()})
            .toList();
    rows("joint_triplets", triplets, expectedRows("joint_triplets"));
    compare(
        "joint_probabilities",
        actual.triplets().stream()
            .mapToDouble(TripletDistribution.Probable::probability)
            .toArray());
    compare("positive_probabilities", flat(actual.positives()));
    compare("negative_probabilities", flat(actual.negatives()));
  }

  /** Each draw holds one triplet an anchor, and only triplets of positive probability. */
  private void drawn(Miner miner) {
    drawnAmong(miner, expectedRows("joint_triplets"), false);
    for (int trial = 0; trial < TRIALS; trial++) {
      Tuples tuples = miner.mine(input, Chance.of(trial));
      int[] anchors = Arrays.stream(tuples.rows()).mapToInt(row -> row[0]).toArray();
      rows("anchors drawn", List.of(anchors), List.of(expectedInts("anchors")));
    }
  }

  private void drawnAmong(Miner miner, List<int[]> admissible, boolean different) {
    List<List<Integer>> allowed = admissible.stream().map(MinerCheck::list).toList();
    for (int trial = 0; trial < TRIALS; trial++) {
      List<List<Integer>> drawn = draw(miner, trial);
      if (!allowed.containsAll(drawn)) {
        differences.add("drawn: " + drawn + " (expected: rows of positive probability)");
      }
      int count = golden.expected().path("n_drawn").asInt();
      if (different && drawn.stream().distinct().count() != count) {
        differences.add("drawn: " + drawn + " (expected: " + count + " different ones)");
      }
    }
  }

  /** Under labels that are shuffled each time, any row is another's positive and its negative. */
  private void shuffled(Miner miner) {
    int anchors = expectedInts("anchors").length;
    Set<List<Integer>> positives = new HashSet<>();
    Set<List<Integer>> negatives = new HashSet<>();
    for (int trial = 0; trial < MANY_TRIALS; trial++) {
      List<List<Integer>> drawn = draw(miner, trial);
      if (drawn.stream().map(row -> row.get(0)).distinct().count() != anchors) {
        differences.add("drawn: " + drawn + " (expected: " + anchors + " anchors)");
      }
      drawn.forEach(row -> positives.add(List.of(row.get(0), row.get(1))));
      drawn.forEach(row -> negatives.add(List.of(row.get(0), row.get(2))));
    }
    int pairs = input.size() * (input.size() - 1);
    for (Set<List<Integer>> each : List.of(positives, negatives)) {
      if (each.size() != pairs) {
        differences.add("drawn: " + each.size() + " pairs (expected: " + pairs + ")");
      }
    }
  }

  private void random(Miner miner) {
    List<int[]> admissible = expectedRows("admissible_triplets");
    drawnAmong(miner, admissible, true);
    all("admissible_triplets", drawnAtAll(miner), admissible);
  }

  private void intra(Miner miner) {
    Set<List<Integer>> possible = new HashSet<>();
    for (int[] members : expectedRows("members")) {
      for (int a : members) {
        for (int p : members) {
          for (int n : members) {
            possible.add(List.of(a, p, n));
          }
        }
      }
    }
    int count = golden.expected().path("n_drawn").asInt();
    int drawn = miner.mine(input, Chance.of(0)).size();
    if (drawn != count) {
      differences.add("drawn: " + drawn + " (expected: " + count + ")");
    }
    same("members", drawnAtAll(miner), possible);
  }

  /** Each anchor with each of its positives, and with all negatives of the two. */
  private void nPairs(Miner miner) {
    List<int[]> candidates = expectedRows("positive_candidates");
    int[] anchors = expectedInts("anchors");
    Set<List<Integer>> pairs = new HashSet<>();
    for (int i = 0; i < anchors.length; i++) {
      for (int positive : candidates.get(i)) {
        pairs.add(List.of(anchors[i], positive));
      }
    }
    Set<List<Integer>> drawn = drawnAtAll(miner);
    Set<List<Integer>> drawnPairs = new HashSet<>();
    drawn.forEach(row -> drawnPairs.add(row.subList(0, 2)));
    same("positive_candidates", drawnPairs, pairs);
    List<int[]> expected = expectedRows("pairs");
    List<int[]> negatives = expectedRows("negatives_of_pair");
    List<int[]> rows = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      rows.add(
          IntStream.concat(Arrays.stream(expected.get(i)), Arrays.stream(negatives.get(i)))
              .toArray());
    }
    all("negatives_of_pair", drawn, rows);
  }

  /** All rows that come up, sooner or later. */
  private Set<List<Integer>> drawnAtAll(Miner miner) {
    Set<List<Integer>> all = new HashSet<>();
    for (int trial = 0; trial < MANY_TRIALS; trial++) {
      all.addAll(draw(miner, trial));
    }
    return all;
  }

  private List<List<Integer>> draw(Miner miner, int trial) {
    return Arrays.stream(miner.mine(input, Chance.of(trial)).rows()).map(MinerCheck::list).toList();
  }

  private MinerInput relabelled(int[] permutation) {
    return input.withLabels(Arrays.stream(permutation).map(i -> input.labels()[i]).toArray());
  }

  private void all(String what, Set<List<Integer>> actual, List<int[]> expected) {
    Set<List<Integer>> wanted = new HashSet<>();
    expected.forEach(row -> wanted.add(list(row)));
    same(what, actual, wanted);
  }

  private void same(String what, Set<List<Integer>> actual, Set<List<Integer>> wanted) {
    if (!actual.equals(wanted)) {
      differences.add(what + ": " + actual + " (expected: " + wanted + ")");
    }
  }

  private void deterministic(Tuples actual) {
    List<int[]> all = Arrays.asList(actual.rows());
    if (golden.expected().has("triplets")) {
      rows("triplets", all, expectedRows("triplets"));
    } else if (golden.expected().has("positive_pairs")) {
      rows("positive_pairs", ofSameClass(all, true), expectedRows("positive_pairs"));
      rows("negative_pairs", ofSameClass(all, false), expectedRows("negative_pairs"));
    } else {
      List<int[]> anchors = List.of(all.stream().mapToInt(row -> row[0]).toArray());
      rows("anchors", anchors, List.of(expectedInts("anchors")));
      rows("positives", partners(all, true), expectedRows("positives"));
      rows("negatives", partners(all, false), expectedRows("negatives"));
    }
  }

  private List<int[]> ofSameClass(List<int[]> pairs, boolean same) {
    int[] labels = input.labels();
    return pairs.stream().filter(pair -> (labels[pair[0]] == labels[pair[1]]) == same).toList();
  }

  private List<int[]> partners(List<int[]> rows, boolean same) {
    int[] labels = input.labels();
    return rows.stream()
        .map(
            row ->
                Arrays.stream(row)
                    .skip(1)
                    .filter(i -> (labels[i] == labels[row[0]]) == same)
                    .toArray())
        .toList();
  }

  private void compare(String field, double[] actual) {
    golden
        .tolerance(field)
        .compare(field, actual, GoldenTensor.of(expected(field)).data(), differences);
  }

  private void rows(String what, List<int[]> actual, List<int[]> expected) {
    List<List<Integer>> found = actual.stream().map(MinerCheck::list).toList();
    List<List<Integer>> wanted = expected.stream().map(MinerCheck::list).toList();
    if (!found.equals(wanted)) {
      differences.add(what + ": " + found + " (expected: " + wanted + ")");
    }
  }

  private List<int[]> expectedRows(String field) {
    JsonNode ragged = expected(field).path("ragged");
    if (ragged.isMissingNode()) {
      return Arrays.asList(GoldenTensor.of(expected(field)).intRows());
    }
    List<int[]> rows = new ArrayList<>();
    for (JsonNode row : ragged) {
      rows.add(IntStream.range(0, row.size()).map(i -> row.get(i).asInt()).toArray());
    }
    return rows;
  }

  private int[] expectedInts(String field) {
    return GoldenTensor.of(expected(field)).ints();
  }

  private JsonNode expected(String field) {
    return golden.expected().path(field);
  }

  private static double[] flat(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
  }

  private static List<Integer> list(int[] row) {
    return Arrays.stream(row).boxed().toList();
  }
}
