package io.reflux.dataset;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * A part of the training examples held out for validation, as S2SD does it.
 *
 * @param by what is held out
 * @param trainShare the share that stays in training, rounded down
 */
record ValidationSplit(By by, double trainShare) {

  /** What is held out: nothing, whole classes, or examples of every class. */
  enum By {
    NONE,
    CLASSES,
    SAMPLES
  }

  static ValidationSplit read(Section section) {
    Map<String, By> names = new LinkedHashMap<>();
    names.put("none", By.NONE);
    names.put("classes", By.CLASSES);
    names.put("samples", By.SAMPLES);
    Section own = section.section("validation");
    ValidationSplit split =
        new ValidationSplit(own.oneOf("by", names), own.number("train-share", Range.FRACTION));
    own.finish();
    return split;
  }

  /** Whether whole classes are held out. */
  boolean byClasses() {
    return by == By.CLASSES;
  }

  /** The splits with the training part divided: the first classes train, the others validate. */
  Splits divide(ExampleIndex train, Dataset test, Map<String, Dataset> others) {
    return divide(train, test, others, label -> 0);
  }

  /**
   * As before, by groups of classes: of each group the first classes train.
   *
   * @param groupOfLabel the group of each class
   */
  Splits divide(
      ExampleIndex train,
      Dataset test,
      Map<String, Dataset> others,
      IntUnaryOperator groupOfLabel) {
    if (by == By.NONE) {
      return new Splits(train, test, others);
    }
    boolean[] trains = by == By.CLASSES ? byClass(train, groupOfLabel) : bySample(train);
    Map<String, Dataset> all = new HashMap<>(others);
    all.put(Splits.VALIDATION, train.select(id -> !trains[id]));
    Dataset rest = train.select(id -> trains[id]);
    if (rest.size() == 0 || rest.size() == train.size()) {
      throw new DatasetException(
          "validation.train-share: "
              + trainShare
              + " leaves one side empty (expected: a share"
              + " that divides "
              + train.classes()
              + " classes of "
              + train.size()
              + " examples)");
    }
    return new Splits(rest, test, all);
  }

  private boolean[] byClass(Dataset train, IntUnaryOperator groupOfLabel) {
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int label = 0; label < train.classes(); label++) {
      sizes.merge(groupOfLabel.applyAsInt(label), 1, Integer::sum);
    }
    Map<Integer, Integer> met = new HashMap<>();
    boolean[] classTrains = new boolean[train.classes()];
    for (int label = 0; label < train.classes(); label++) {
      int group = groupOfLabel.applyAsInt(label);
      int place = met.merge(group, 1, Integer::sum);
      classTrains[label] = place <= (int) (sizes.getOrDefault(group, 0) * trainShare);
    }
    boolean[] trains = new boolean[train.size()];
    for (int id = 0; id < trains.length; id++) {
      trains[id] = classTrains[train.label(id)];
    }
    return trains;
  }

  private boolean[] bySample(Dataset train) {
    int[] sizes = new int[train.classes()];
    for (int label : train.labels()) {
      sizes[label]++;
    }
    int[] met = new int[train.classes()];
    boolean[] trains = new boolean[train.size()];
    for (int id = 0; id < trains.length; id++) {
      int label = train.label(id);
      trains[id] = ++met[label] <= (int) (sizes[label] * trainShare);
    }
    return trains;
  }
}
