package io.reflux.method;

import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Scope;
import io.reflux.objective.TupleSource;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.objective.self.AdversarialSeparationLoss;
import io.reflux.objective.self.DeepClusteringLoss;
import io.reflux.objective.self.ImageRotationLoss;
import io.reflux.objective.self.InvariantSpreadLoss;
import io.reflux.objective.self.QueueLosses;
import io.reflux.objective.self.QueueObjective;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads DiVA (Milbich, Roth, Bharadhwaj et al., ECCV 2020): heads of one backbone, each with a task
 * of its own, whose embeddings are kept apart by adversarial separation and evaluated together.
 *
 * <p>The loss is the sum of the features' losses, each with its weight (that of {@code
 * discriminative} is 1), and of the separation. A head's loss has parameters of its own, named
 * {@code <feature>.…}.
 */
final class DivaReader {
  private static final String DISCRIMINATIVE = "discriminative";
  private static final String SELF_SIMILARITY = "selfsimilarity";
  private static final String SHARED = "shared";
  private static final String INTRA = "intra";
  private static final String CLUSTERING = "deep-clustering";
  private static final String SPREAD = "invariant-spread";
  private static final String ROTATION = "image-rotation";
  private static final String SEPARATION = "separation";
  private static final List<String> FEATURES =
      List.of(DISCRIMINATIVE, SELF_SIMILARITY, SHARED, INTRA, CLUSTERING, SPREAD, ROTATION);

  /** What the memory queue begins with. */
  private enum QueueStart {
    FILLED,
    RANDOM
  }

  private final Section section;
  private final List<String> features;
  private final List<WeightedLoss> terms = new ArrayList<>();
  private Optional<Momentum> momentum = Optional.empty();
  private Optional<FilledQueue> queue = Optional.empty();
  private Optional<PseudoLabels> labels = Optional.empty();

  private DivaReader(Section section) {
    this.section = section;
    features = section.texts("features");
  }

  static Method read(Section section) {
    return new DivaReader(section).method();
  }

  private Method method() {
    boolean known =
        FEATURES.containsAll(features) && Set.copyOf(features).size() == features.size();
    if (!known || features.isEmpty()) {
      section.refuse("features", "each once, of " + String.join(", ", FEATURES));
    }
    if (features.containsAll(List.of(SELF_SIMILARITY, SPREAD))) {
      section.refuse("features", "selfsimilarity or invariant-spread: they look at other views");
    }
    if (features.contains(ROTATION)
        && (features.contains(SELF_SIMILARITY) || features.contains(SPREAD))) {
      section.refuse("features", "image-rotation alone: the others need the second view as it is");
    }
    Objective objective = Objectives.CATALOGUE.read(section.section("objective"));
    TupleSource source = TupleSource.read(section, objective.tupleSource());
    if (features.contains(DISCRIMINATIVE)) {
      terms.add(head(DISCRIMINATIVE, objective, 1).withTuples(source));
    }
    Section own = section.section(SELF_SIMILARITY);
    selfSimilarity(own);
    own.finish();
    byLabels(SHARED, objective);
    byLabels(INTRA, objective);
    clustering(section.section(CLUSTERING));
    spread(section.section(SPREAD));
    separation(section.section(SEPARATION));
    OptionalInt turned = rotation(section.section(ROTATION));
    return new ComposedMethod(
        new WeightedObjectives(terms),
        new ComposedMethod.Extras(views(), turned, momentum, queue, labels, weightings()));
  }

  private ViewPairs views() {
    if (features.contains(SELF_SIMILARITY)) {
      return new ViewPairs(List.of(0), List.of());
    }
    return features.contains(ROTATION) ? new ViewPairs(List.of(0, 1), List.of()) : ViewPairs.ALL;
  }

  /** The last term: it looks at the second view, turned, and all others at the first. */
  private OptionalInt rotation(Section own) {
    double weight = own.number("weight", Range.NOT_NEGATIVE);
    own.finish();
    if (!features.contains(ROTATION)) {
      return OptionalInt.empty();
    }
    terms.replaceAll(term -> term.seeing(0));
    Objective objective = new TurnLabels(new ImageRotationLoss());
    terms.add(new WeightedLoss(ROTATION, objective, weight).seeing(1));
    return OptionalInt.of(1);
  }

  private void selfSimilarity(Section own) {
    double weight = own.number("weight", Range.NOT_NEGATIVE);
    QueueObjective objective = QueueLosses.CATALOGUE.read(own.section("objective"));
    String output = output(SELF_SIMILARITY);
    boolean filled = own.oneOf("queue", QueueStart.class) == QueueStart.FILLED;
    Momentum network =
        new Momentum(
            own.number("momentum", Range.FRACTION),
            Set.of(output),
            1,
            own.flag("batch-statistics"),
            own.flag("shuffled"));
    if (features.contains(SELF_SIMILARITY)) {
      List<String> keys = List.of(Momentum.PREFIX + output);
      OutputMapping outputs =
          new OutputMapping(Map.of(LossInput.EMBEDDING, output), Map.of(LossInput.EMBEDDING, keys));
      terms.add(new WeightedLoss(SELF_SIMILARITY, objective, weight).reading(outputs));
      momentum = Optional.of(network);
      if (filled) {
        String memory = scope(SELF_SIMILARITY).name(QueueObjective.QUEUE);
        queue = Optional.of(new FilledQueue(output, memory, objective.queueSize()));
      }
    }
  }

  /** A head that learns by the same loss as the discriminative one, from other tuples. */
  private void byLabels(String feature, Objective discriminative) {
    Section own = section.section(feature);
    double weight = own.number("weight", Range.NOT_NEGATIVE);
    Objective objective =
        own.sectionIfPresent("objective").map(Objectives.CATALOGUE::read).orElse(discriminative);
    TupleSource source = TupleSource.read(own, objective.tupleSource());
    own.finish();
    if (features.contains(feature)) {
      terms.add(head(feature, objective, weight).withTuples(source));
    }
  }

  private void clustering(Section own) {
    double weight = own.number("weight", Range.NOT_NEGATIVE);
    int clusters = own.whole("clusters", Range.atLeast(2));
    int every = own.whole("every", Range.atLeast(1));
    int components = own.whole("components", Range.atLeast(1));
    own.finish();
    if (features.contains(CLUSTERING)) {
      terms.add(new WeightedLoss(CLUSTERING, new DeepClusteringLoss(clusters), weight));
      Scope names = scope(CLUSTERING);
      labels =
          Optional.of(
              new PseudoLabels(
                  every,
                  LossInput.FEATURES,
                  components,
                  clusters,
                  names.name(DeepClusteringLoss.PSEUDO_LABELS),
                  names.name(DeepClusteringLoss.CLASSIFIER)));
    }
  }

  private void spread(Section own) {
    double weight = own.number("weight", Range.NOT_NEGATIVE);
    double temperature = own.number("temperature", Range.POSITIVE);
    own.finish();
    if (features.contains(SPREAD)) {
      terms.add(head(SPREAD, new InvariantSpreadLoss(temperature), weight));
    }
  }

  private void separation(Section own) {
    List<String> directions =
        own.has("directions") ? own.texts("directions") : DivaDirections.of(features);
    List<Double> weights = own.numbers("weights", Range.NOT_NEGATIVE);
    int hidden = own.whole("hidden", Range.atLeast(1));
    own.finish();
    if (weights.size() != 1 && weights.size() != directions.size()) {
      own.refuse("weights", "one number, or " + directions.size() + ", one a direction");
      return;
    }
    if (!DivaDirections.name(directions, features)) {
      own.refuse("directions", "pairs of features, such as shared-discriminative");
    } else if (!directions.isEmpty()) {
      Map<String, String> outputs = new LinkedHashMap<>();
      features.forEach(feature -> outputs.put(feature, output(feature)));
      outputs.keySet().removeIf(f -> directions.stream().noneMatch(d -> d.contains(f)));
      Objective objective =
          new AdversarialSeparationLoss(directions, weights, hidden, Variant.PAPER);
      OutputMapping mapping = new OutputMapping(outputs, Map.of());
      terms.add(new WeightedLoss(SEPARATION, objective, 1).reading(mapping));
    }
  }

  private Weightings weightings() {
    List<String> heads =
        features.stream().filter(f -> !f.equals(CLUSTERING) && !f.equals(ROTATION)).toList();
    return Weightings.read(section, heads, features);
  }

  /** The names of a feature's parameters and memories. */
  private Scope scope(String feature) {
    return WeightedObjectives.scope(feature, features.size());
  }

  private static WeightedLoss head(String feature, Objective objective, double weight) {
    return new WeightedLoss(feature, objective, weight)
        .reading(OutputMapping.head(output(feature)));
  }

  private static String output(String feature) {
    return LossInput.EMBEDDING + "." + feature;
  }
}
