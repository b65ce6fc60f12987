package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutogradTest {
  private final TensorScope scope = TensorScope.open("test", Device.CPU);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void modesNestAndAreRestoredAlsoAfterAFailure() {
    assertThat(
            Autograd.recording(
                () -> {
                  boolean inside = Autograd.paused(AutogradTest::records);
                  return !inside && records();
                }))
        .isTrue();
    assertThat(
            Autograd.<Boolean>paused(
                () -> {
                  assertThatThrownBy(
                          () ->
                              Autograd.recording(
                                  () -> {
                                    throw new IllegalStateException("in the middle");
                                  }))
                      .hasMessage("in the middle");
                  return records();
                }))
        .isFalse();
  }

  /** Two trainers side by side: each thread has its own mode, at one and the same moment. */
  @Test
  void theModeBelongsToTheThread() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    Callable<Boolean> recording = () -> Autograd.recording(() -> meet(both) && records());
    Callable<Boolean> paused = () -> Autograd.paused(() -> meet(both) && records());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 50; i++) {
        Future<Boolean> one = threads.submit(recording);
        Future<Boolean> other = threads.submit(paused);
        assertThat(one.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.get(60, TimeUnit.SECONDS)).isFalse();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void twoBackwardPassesAtOnceDoNotMeet() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        Future<float[]> one = threads.submit(() -> gradientOfSquares(both, 1));
        Future<float[]> other = threads.submit(() -> gradientOfSquares(both, 100));
        assertThat(one.get(60, TimeUnit.SECONDS)).containsExactly(2, 4);
        assertThat(other.get(60, TimeUnit.SECONDS)).containsExactly(200, 400);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void gradientsAddUpUntilTheyAreTakenAway() {
    NDArray x = leaf(3, 4);
    assertThat(Autograd.gradient(x, scope.manager())).isEmpty();
    Autograd.recording(() -> backward(x.square().sum()));
    Autograd.recording(() -> backward(x.sum()));
    NDArray gradient = Autograd.gradient(x, scope.manager()).orElseThrow();
    assertThat(gradient.toFloatArray()).containsExactly(7, 9);
    // It is the leaf's own memory: what is written there is what the next pass adds to.
    Autograd.paused(() -> gradient.muli(0));
    Autograd.recording(() -> backward(x.sum()));
    assertThat(gradient.toFloatArray()).containsExactly(1, 1);
  }

  /** A batch in pieces: each gets its rows of the loss's gradient. */
  @Test
  void anOutputTakesTheGradientThatItIsGiven() {
    NDArray x = leaf(3, 4);
    NDArray weights = scope.manager().create(new float[] {10, 0.5f});
    Autograd.recording(
        () -> {
          Autograd.backward(x.square(), weights);
          return x;
        });
    assertThat(gradient(x)).containsExactly(60, 4);
  }

  @Test
  void aLeafIsCutFromItsGraph() {
    NDArray x = leaf(3, 4);
    NDArray copy =
        Autograd.recording(
            () -> {
              NDArray leaf = Autograd.leaf(x.square());
              return backward(leaf.mul(leaf).sum());
            });
    assertThat(copy.getFloat()).isEqualTo(81 + 256);
    assertThat(Autograd.gradient(x, scope.manager())).isEmpty();
  }

  /** Whether the calling thread records gradients now. */
  static boolean records() {
    try (TensorScope own = TensorScope.open("mode", Device.CPU)) {
      NDArray x = own.manager().create(1f);
      x.setRequiresGradient(true);
      try {
        Autograd.backward(x.square());
      } catch (EngineException e) {
        return false; // no graph leads back to x
      }
      return Autograd.gradient(x, own.manager()).isPresent();
    }
  }

  private static float[] gradientOfSquares(CyclicBarrier both, float scale) {
    try (TensorScope own = TensorScope.open("trainer", Device.CPU)) {
      NDArray x = own.manager().create(new float[] {scale, 2 * scale});
      x.setRequiresGradient(true);
      return Autograd.recording(
          () -> {
            NDArray loss = x.square().sum();
            meet(both);
            backward(loss);
            return Autograd.gradient(x, own.manager()).orElseThrow().toFloatArray();
          });
    }
  }

  private static boolean meet(CyclicBarrier both) {
    try {
      both.await(60, TimeUnit.SECONDS);
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private NDArray leaf(float... values) {
    NDArray x = scope.manager().create(values);
    x.setRequiresGradient(true);
    return x;
  }

  private float[] gradient(NDArray x) {
    return Autograd.gradient(x, scope.manager()).orElseThrow().toFloatArray();
  }

  private static NDArray backward(NDArray scalar) {
    Autograd.backward(scalar);
    return scalar;
  }
}
