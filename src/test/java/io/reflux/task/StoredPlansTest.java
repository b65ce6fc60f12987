package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Sink;
import io.reflux.chance.Chance;
import io.reflux.sampler.EmbeddingStorage;
import io.reflux.sampler.Sampler;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StoredPlansTest {
  private static final int EXAMPLES = 6;
  private static final int PER_EPOCH = 3;
  private static final int EPOCHS = 200;
  private static final int WIDTH = 4;

  private static final ActorTestKit KIT = ActorTestKit.create();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  /** Two at most are kept: the one that the epoch at work was drawn by, and the next one's. */
  @Test
  void whatAnEpochWasDrawnByIsForgotten() throws Exception {
    Remembering sampler = new Remembering(Collections.synchronizedList(new ArrayList<>()));
    EpochPlans epochs =
        new EpochPlans(
            sampler,
            new NumberedExamples(EXAMPLES, EXAMPLES / 2),
            new EpochPlans.Shape(EPOCHS * PER_EPOCH, 1, 0),
            Chance.of(1),
            0);
    StoredPlans plans =
        new StoredPlans(epochs, "student", new EmbeddingStorage(EXAMPLES, WIDTH), Map.of());
    plans
        .source()
        .runWith(
            Sink.foreach(
                plan -> plans.report(plan, plan.exampleIds(), new float[plan.rows() * WIDTH])),
            KIT.system())
        .toCompletableFuture()
        .get(5, TimeUnit.MINUTES);

    assertThat(sampler.storages).hasSize(EPOCHS);
    System.gc();
    assertThat(sampler.storages.stream().filter(each -> !each.refersTo(null)).count())
        .isLessThanOrEqualTo(2);
    assertThat(plans.state()).hasSize(4);
  }

  /** Remembers what it drew by, as long as anybody else does. */
  private record Remembering(List<WeakReference<EmbeddingStorage>> storages) implements Sampler {
    @Override
    public List<int[]> epoch(Chance chance) {
      return IntStream.range(0, PER_EPOCH).mapToObj(i -> new int[] {2 * i, 2 * i + 1}).toList();
    }

    @Override
    public List<int[]> epoch(Chance chance, EmbeddingStorage storage) {
      storages.add(new WeakReference<>(storage));
      return epoch(chance);
    }

    @Override
    public int stepsPerEpoch() {
      return PER_EPOCH;
    }
  }
}
