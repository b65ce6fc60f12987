package io.reflux.node;

import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A network that a node computes for an evaluator here, which waits. When the node doesn't answer,
 * it is loaded here and goes on with the very images that were asked about: answers are the same.
 * For one thread.
 */
final class MeasuredElsewhere implements FrozenModel {
  private final Function<Images, CompletionStage<Map<String, HostTensor>>> asking;
  private final Supplier<FrozenModel> loading;
  private final Consumer<Throwable> failing;
  private final Runnable leaving;
  private Optional<FrozenModel> here = Optional.empty();
  private boolean left;

  /**
   * One that a node has been asked for.
   *
   * @param asking asks the node
   * @param loading loads it here
   * @param failing told why the node didn't answer
   * @param leaving tells the node that it is needed no more
   */
  MeasuredElsewhere(
      Function<Images, CompletionStage<Map<String, HostTensor>>> asking,
      Supplier<FrozenModel> loading,
      Consumer<Throwable> failing,
      Runnable leaving) {
    this.asking = asking;
    this.loading = loading;
    this.failing = failing;
    this.leaving = leaving;
  }

  @Override
  public Map<String, HostTensor> infer(Images images) {
    if (here.isEmpty()) {
      try {
        return asking.apply(images).toCompletableFuture().join();
      } catch (CompletionException e) {
        failing.accept(e);
        leave();
        here = Optional.of(loading.get());
      }
    }
    return here.orElseThrow().infer(images);
  }

  @Override
  public int liveTensors() {
    return here.map(FrozenModel::liveTensors).orElse(0);
  }

  @Override
  public void close() {
    leave();
    here.ifPresent(FrozenModel::close);
  }

  private void leave() {
    if (!left) {
      left = true;
      leaving.run();
    }
  }
}
