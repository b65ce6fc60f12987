package io.reflux.conformance.miners;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.chance.Chance;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.GoldenTensor;
import io.reflux.miner.AnchorMiner;
import io.reflux.miner.IntraRandomMiner;
import io.reflux.miner.Miner;
import io.reflux.miner.MinerInput;
import io.reflux.miner.NPairMiner;
import io.reflux.miner.RandomDistanceMiner;
import io.reflux.miner.RandomMiner;
import io.reflux.miner.TripletDistribution;
import io.reflux.miner.Tuples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Compares what a miner may answer for the batch of a golden case, and what it does answer. */
final class MinerCheck {
  private static final int TRIALS = 20;

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
    Miner miner = MinerRecipe.of(golden);
    if (miner instanceof AnchorMiner anchored) {
      distribution(anchored.distribution(input));
      drawn(miner);
    } else if (miner instanceof RandomDistanceMiner random) {
      distribution(random.distribution(input, golden.input("label_permutation").ints()));
    } else if (miner instanceof RandomMiner random) {
      rows(
          "admissible_triplets",
          Arrays.asList(random.admissible(input)),
          expectedRows("admissible_triplets"));
      drawnAmong(miner, expectedRows("admissible_triplets"), true);
    } else if (miner instanceof IntraRandomMiner intra) {
      rows("members", Arrays.asList(intra.members(input)), expectedRows("members"));
      intraDrawn(miner);
    } else if (miner instanceof NPairMiner pairs) {
      nPairs(pairs);
    } else {
      deterministic(miner.mine(input, Chance.of(0)));
    }
    return differences;
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
      List<List<Integer>> drawn =
          Arrays.stream(miner.mine(input, Chance.of(trial)).rows()).map(MinerCheck::list).toList();
      if (!allowed.containsAll(drawn)) {
        differences.add("drawn: " + drawn + " (expected: rows of positive probability)");
      }
      int count = golden.expected().path("n_drawn").asInt();
      if (different && drawn.stream().distinct().count() != count) {
        differences.add("drawn: " + drawn + " (expected: " + count + " different ones)");
      }
    }
  }

  private void intraDrawn(Miner miner) {
    int[] labels = input.labels();
    for (int trial = 0; trial < TRIALS; trial++) {
      Tuples drawn = miner.mine(input, Chance.of(trial));
      if (drawn.size() != golden.expected().path("n_drawn").asInt()) {
        differences.add("drawn: " + drawn.size() + " (expected: n_drawn)");
      }
      for (int[] row : drawn.rows()) {
        if (labels[row[0]] != labels[row[1]] || labels[row[0]] != labels[row[2]]) {
          differences.add("drawn: " + Arrays.toString(row) + " (expected: rows of one class)");
        }
      }
    }
  }

  private void nPairs(NPairMiner miner) {
    List<int[]> candidates = miner.candidates(input);
    rows(
        "anchors",
        List.of(candidates.stream().mapToInt(row -> row[0]).toArray()),
        List.of(expectedInts("anchors")));
    rows(
        "positive_candidates",
        candidates.stream().map(row -> Arrays.copyOfRange(row, 1, row.length)).toList(),
        expectedRows("positive_candidates"));
    List<int[]> pairs = expectedRows("pairs");
    rows(
        "negatives_of_pair",
        pairs.stream().map(pair -> miner.negatives(input, pair[0], pair[1])).toList(),
        expectedRows("negatives_of_pair"));
    for (int[] row : miner.mine(input, Chance.of(0)).rows()) {
      int[] negatives = Arrays.copyOfRange(row, 2, row.length);
      if (!Arrays.equals(negatives, miner.negatives(input, row[0], row[1]))
          || pairs.stream().noneMatch(pair -> pair[0] == row[0] && pair[1] == row[1])) {
        differences.add("drawn: " + Arrays.toString(row) + " (expected: a pair and its negatives)");
      }
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
