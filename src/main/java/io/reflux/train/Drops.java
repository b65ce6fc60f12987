package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a network leaves out in training: drawn here, for each view of each example of a step, and
 * given to its program. So it is the same in any pieces, on any devices, and again after a resume.
 */
final class Drops {
  private final double[] rates;
  private final Chance chance;

  /** Those of a program, by the randomness of its student. */
  Drops(Program program, Chance chance) {
    rates = program.dropped().stream().mapToDouble(rate -> rate).toArray();
    this.chance = chance.at("drops");
  }

  /**
   * Images of some views of a step, and what is kept of them.
   *
   * @param images view after view
   */
  Shown shown(NDArray images, List<Integer> views, long step, TensorScope call) {
    return new Shown(images, table(images, views, step, call));
  }

  /** Images of which nothing is left out. */
  Shown whole(NDArray images, TensorScope call) {
    float[] kept = new float[Math.toIntExact(images.getShape().get(0)) * rates.length];
    Arrays.fill(kept, 1);
    return new Shown(images, table(kept, call));
  }

  private Optional<NDArray> table(
      NDArray images, List<Integer> views, long step, TensorScope call) {
    int rows = Math.toIntExact(images.getShape().get(0));
    float[] kept = new float[rows * rates.length];
    int ofView = kept.length / views.size();
    for (int i = 0; i < views.size() && rates.length > 0; i++) {
      Draws draws = chance.at(step).at(views.get(i)).draws();
      for (int k = i * ofView; k < (i + 1) * ofView; k++) {
        double rate = rates[k % rates.length];
        kept[k] = draws.nextDouble() < rate ? 0 : (float) (1 / (1 - rate));
      }
    }
    return table(kept, call);
  }

  private Optional<NDArray> table(float[] kept, TensorScope call) {
    return rates.length == 0
        ? Optional.empty()
        : Optional.of(
            HostTensor.of(kept, kept.length / rates.length, rates.length).toNative(call.manager()));
  }
}
