package io.reflux.bench;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.objective.transfer.CrdLoss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Times transfer losses alone, value and gradients, beside the same in eager PyTorch: outputs of a
 * ResNet-18 and a ResNet-50, two rows a class. The parties take turns, and a ratio is the median
 * over them.
 */
public final class LossesBench {
  private static final int EXAMPLES = 6000;
  private static final int NEGATIVES = 4096;
  private static final int[] MAP_SIDES = {14, 7, 4, 2};
  private static final int FIRST_CHANNELS = 64;

  /** How many times as wide a ResNet-50 is. */
  private static final int WIDER = 4;

  /** Ours, and what the peer calls it. */
  private static final Map<String, String> LOSSES = losses();

  private final Size size;
  private final Consumer<String> report;

  /**
   * How much is measured.
   *
   * @param rows of a batch; even
   * @param components of both embeddings
   * @param threads of each party
   * @param turns of each party
   */
  public record Size(int rows, int components, int threads, int turns) {

    /** What the script is given, as JSON. */
    String json() {
      String sides =
          Arrays.stream(MAP_SIDES).mapToObj(Integer::toString).collect(Collectors.joining(", "));
      return """
      {"rows": %d, "embedding": %d, "teacher_embedding": %d, "threads": %d, "map_sides": [%s],
       "lr": 1e-4, "weight_decay": 0, "classes": 2, "distance_weight": 1, "angle_weight": 2,
       "alpha": 3, "beta": 3, "permute_len": 4, "triplet_margin": 0.2, "scale_pos": 1, "scale_neg": 2,
       "n_data": %d, "projection": 128, "negatives": %d, "temperature": 0.07, "momentum": 0.5}
      """
          .formatted(rows, components, components, threads, sides, EXAMPLES, NEGATIVES);
    }
  }

  /**
   * A bench.
   *
   * @param report is told each time and ratio, a line each
   */
  public LossesBench(Size size, Consumer<String> report) {
    this.size = size;
    this.report = report;
  }

  /**
   * Measures on the calling thread, whose settings change.
   *
   * @param python the command of a Python that has torch
   * @return the ratios; none if that Python isn't there or has no torch, and nothing is run then
   */
  public List<BenchCase> run(String python) throws IOException {
    Optional<EagerPeer> started = EagerPeer.start(python, "originals.py", "losses", size.json());
    if (started.isEmpty()) {
      return List.of();
    }
    List<BenchCase> cases = new ArrayList<>();
    try (EagerPeer peer = started.get()) {
      for (Map.Entry<String, String> loss : LOSSES.entrySet()) {
        try (LossTurn turn = turn(Objectives.CATALOGUE.withDefaults(loss.getKey()))) {
          cases.add(measure(loss.getKey(), turn, loss.getValue(), peer));
        }
      }
    }
    return cases;
  }

  private BenchCase measure(String name, LossTurn turn, String theirName, EagerPeer peer)
      throws IOException {
    double[] ours = new double[size.turns()];
    double[] theirs = new double[size.turns()];
    turn.millis(); // warm-up
    peer.turn(theirName);
    for (int i = 0; i < size.turns(); i++) {
      ours[i] = turn.millis();
      theirs[i] = peer.turn(theirName);
    }
    BenchCase ratio = BenchCase.atLeast(1, name, Median.ofRatios(theirs, ours), BenchCase.TIMES);
    report.accept(
        String.format(
            Locale.ROOT,
            "%s: %.1f ms, PyTorch %.1f ms: %.2f times",
            name,
            Median.of(ours),
            Median.of(theirs),
            ratio.value()));
    return ratio;
  }

  private LossTurn turn(Objective objective) {
    int[] rows = IntStream.range(0, size.rows()).toArray();
    int[] labels = Arrays.stream(rows).map(row -> row / 2).toArray();
    int[] ids = Arrays.stream(rows).map(row -> row * 7 % EXAMPLES).toArray();
    Dimensions dimensions = new Dimensions(size.rows() / 2, EXAMPLES, outputs(1), outputs(WIDER));
    Tuples tuples = objective instanceof CrdLoss ? others(ids) : Tuples.NONE;
    return new LossTurn(
        objective, new LossTurn.Trial(dimensions, labels, ids, 1, tuples), size.threads());
  }

  private Map<String, long[]> outputs(int wider) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    long channels = (long) FIRST_CHANNELS * wider;
    for (int i = 0; i < MAP_SIDES.length; i++) {
      shapes.put("map" + (i + 1), new long[] {channels << i, MAP_SIDES[i], MAP_SIDES[i]});
    }
    shapes.put(LossInput.FEATURES, new long[] {channels << (MAP_SIDES.length - 1)});
    shapes.put(LossInput.EMBEDDING, new long[] {size.components()});
    return shapes;
  }

  /** Each row's own example, and others by chance. */
  private static Tuples others(int[] ids) {
    Draws draws = Chance.of(4).draws();
    int[][] rows = new int[ids.length][NEGATIVES + 1];
    for (int i = 0; i < rows.length; i++) {
      Arrays.setAll(rows[i], k -> draws.nextInt(EXAMPLES));
      rows[i][0] = ids[i];
    }
    return new Tuples(rows);
  }

  private static Map<String, String> losses() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String same :
        List.of("relaxed-contrastive", "relaxed-multi-similarity", "pkt", "rkd", "dark-rank")) {
      names.put(same, same);
    }
    names.put("fitnet", "fitnet");
    names.put("attention-transfer", "attention");
    names.put("crd", "crd");
    return names;
  }
}
