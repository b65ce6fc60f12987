package io.reflux.dataset;

import io.reflux.chance.Chance;
import io.reflux.setting.Amount;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/**
 * Divides the images of each class by lot. The lot of an image comes of the seed and its name
 * alone: it stays on its side when others come and go, but for the few at the border.
 */
final class DividedImages {
  private static final int ALL = Integer.MAX_VALUE;

  private DividedImages() {}

  /**
   * The share of each class trains, rounded; of two images or more at least one trains and one
   * tests, one alone trains. Both parts count classes alike.
   */
  static Splits of(ExampleIndex all, double share, long seed) {
    boolean[] trains = new boolean[all.size()];
    Integer[] order = order(all, seed);
    int[] sizes = new int[all.classes()];
    for (int label : all.labels()) {
      sizes[label]++;
    }
    int[] met = new int[sizes.length];
    for (int id : order) {
      int label = all.label(id);
      trains[id] = met[label]++ < training(sizes[label], share);
    }
    ExampleIndex train = all.select(id -> trains[id]);
    ExampleIndex test = all.select(id -> !trains[id]);
    boolean whole = test.classes() == train.classes() || test.size() == 0;
    return new Splits(train, whole ? test : new SharedClasses(test, train), Map.of());
  }

  /** The first classes train, the others test. */
  static Splits byClasses(ExampleIndex all, double share) {
    int classes = all.classes();
    if (classes < 2) {
      throw new DatasetException(
          "data: images of one class (expected: two at least, some to train on and some to test"
              + " on)");
    }
    int training = Math.max(1, Math.min(classes - 1, (int) Math.round(classes * share)));
    return Splits.of(
            all.select(id -> all.label(id) < training), all.select(id -> all.label(id) >= training))
        .by(
            "the first %d of %s train, the others test"
                .formatted(training, Amount.of(classes, "class")));
  }

  /** The rule of a division by lot, for people. */
  static String inWords(double share, long seed) {
    return "%s of the images of each class train, by lot (seed %d), the others test"
        .formatted(percent(share), seed);
  }

  /** A share, as {@code 80.0 %}. */
  static String percent(double share) {
    return Math.round(share * 1000) / 10.0 + " %";
  }

  /** At most so many of them, spread evenly; 0 for all. */
  static ExampleIndex spread(ExampleIndex all, int count) {
    long most = count == 0 ? ALL : count;
    long size = all.size();
    return size <= most ? all : all.select(id -> (id + 1) * most / size > id * most / size);
  }

  private static int training(int size, double share) {
    int rounded = (int) Math.round(size * share);
    return size < 2 ? size : Math.max(1, Math.min(size - 1, rounded));
  }

  private static Integer[] order(ExampleIndex all, long seed) {
    Chance lots = Chance.of(seed).at("split");
    Integer[] order = new Integer[all.size()];
    Arrays.setAll(order, id -> id);
    long[] lot = new long[order.length];
    Arrays.setAll(lot, id -> lots.at(all.name(id)).key());
    Arrays.sort(order, Comparator.comparingLong((Integer id) -> lot[id]).thenComparing(id -> id));
    return order;
  }
}
