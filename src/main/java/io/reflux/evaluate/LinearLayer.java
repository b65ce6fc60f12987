package io.reflux.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Draws;
import io.reflux.engine.TensorScope;

/**
 * A softmax classifier trained by SGD with momentum, as PyTorch's: g = gradient + decay · w; v =
 * momentum · v + g; w = w - rate · v. Its gradient is written out: (softmax(logits) - onehot) / n.
 */
final class LinearLayer {
  private final NDArray weight; // (c, d)
  private final NDArray bias; // (c)
  private final NDArray weightVelocity;
  private final NDArray biasVelocity;
  private final ProbeSettings settings;

  LinearLayer(NDArray weight, NDArray bias, ProbeSettings settings) {
    this.weight = weight;
    this.bias = bias;
    this.settings = settings;
    this.weightVelocity = weight.zerosLike();
    this.biasVelocity = bias.zerosLike();
  }

  /** A layer with PyTorch's first weights: uniform within 1/√d of zero. */
  static LinearLayer draw(
      int classes, int size, ProbeSettings settings, Draws draws, TensorScope scope) {
    double bound = 1 / Math.sqrt(size);
    return new LinearLayer(
        uniform(classes * size, bound, draws, scope).reshape(classes, size),
        uniform(classes, bound, draws, scope),
        settings);
  }

  /** The logits of rows (n, d): (n, c), in the rows' scope. */
  NDArray logits(NDArray rows) {
    return rows.matMul(weight.transpose()).addi(bias);
  }

  /** One step; temporary tensors go to {@code step}. */
  void step(NDArray rows, int[] labels, double rate, TensorScope step) {
    NDManager own = step.manager();
    NDArray logits = logits(rows);
    NDArray truth = own.create(labels).oneHot((int) bias.size()); // (n, c)
    NDArray slope = logits.softmax(1).subi(truth).divi(number(own, labels.length)); // (n, c)
    NDArray by = number(own, rate);
    descend(weight, weightVelocity, slope.transpose().matMul(rows), by);
    descend(bias, biasVelocity, slope.sum(new int[] {0}), by);
  }

  private void descend(NDArray values, NDArray velocity, NDArray gradient, NDArray rate) {
    NDManager own = rate.getManager();
    try (NDArray decay = values.mul(number(own, settings.weightDecay()));
        NDArray full = gradient.add(decay)) {
      velocity.muli(number(own, settings.momentum())).addi(full);
    }
    try (NDArray move = velocity.mul(rate)) {
      values.subi(move);
    }
  }

  /** A scalar for an operation; DJL's own operations with Java numbers free theirs too early. */
  private static NDArray number(NDManager owner, double value) {
    return owner.create((float) value);
  }

  private static NDArray uniform(int count, double bound, Draws draws, TensorScope scope) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) draws.uniform(-bound, bound);
    }
    return scope.manager().create(values, new Shape(count));
  }
}
