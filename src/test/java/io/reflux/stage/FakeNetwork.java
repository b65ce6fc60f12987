package io.reflux.stage;

import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** A network that answers each image with the number in its pixels, or fails at some calls. */
final class FakeNetwork implements FrozenModel {
  static final String OUTPUT = "embedding";

  private final Counts counts;

  /** What is counted over several networks, one made after the other. */
  static final class Counts {
    private final IntConsumer atCall;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger loaded = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /** Networks at whose n-th call, from 1, something happens. */
    Counts(IntConsumer atCall) {
      this.atCall = atCall;
    }

    int calls() {
      return calls.get();
    }

    int loaded() {
      return loaded.get();
    }

    int open() {
      return open.get();
    }
  }

  FakeNetwork(Counts counts) {
    this.counts = counts;
    counts.loaded.incrementAndGet();
    counts.open.incrementAndGet();
  }

  @Override
  public Map<String, HostTensor> infer(Images images) {
    counts.atCall.accept(counts.calls.incrementAndGet());
    float[] values = new float[images.rows()];
    int rowBytes = images.side() * images.side() * 3;
    for (int i = 0; i < values.length; i++) {
      values[i] = images.pixels().get(images.pixels().position() + i * rowBytes);
    }
    return Map.of(OUTPUT, HostTensor.of(values, values.length, 1));
  }

  @Override
  public int liveTensors() {
    return 1;
  }

  @Override
  public void close() {
    counts.open.decrementAndGet();
  }
}
