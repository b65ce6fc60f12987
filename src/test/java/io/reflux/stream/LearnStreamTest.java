package io.reflux.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.batch.PixelPool;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.view.ViewRecipe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The topology of training, with stages that only take notes. */
class LearnStreamTest {
  private static final int SIDE = 4;
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final PixelPool pool = new PixelPool(1 << 20);
  private final BatchLoader loader =
      new BatchLoader(
          new PictureReader(new OneImage(), new DecodeSettings(1 << 20, false, 0)),
          List.of(new ViewRecipe(List.of(), SIDE)),
          pool);
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch fiveWritten = new CountDownLatch(5);

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void everyStudentSeesEveryBatchInOrderAndThePixelsGoBack() throws Exception {
    run(stages(step -> {}), 20).end().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(of("a")).containsExactlyElementsOf(steps(20));
    assertThat(of("b")).containsExactlyElementsOf(steps(20));
    assertThat(of("journal")).containsExactlyElementsOf(steps(20));
    assertThat(pool.bytesInFlight()).isZero();
  }

  @Test
  void stoppingLetsWhatAStudentHasBegunEndAndBeWrittenDown() throws Exception {
    LearnStream.Running running = run(stages(step -> {}), Long.MAX_VALUE);
    assertThat(fiveWritten.await(30, TimeUnit.SECONDS)).isTrue();
    running.stop().shutdown();
    running.end().toCompletableFuture().get(30, TimeUnit.SECONDS);
    int taken = of("journal").size();
    assertThat(of("journal")).containsExactlyElementsOf(steps(taken));
    assertThat(of("a")).containsExactlyElementsOf(steps(taken));
    assertThat(of("b")).containsExactlyElementsOf(steps(taken));
    assertThat(running.inFlight().getAsInt()).isZero();
  }

  @Test
  void inFlightIsWhatAStudentHasBegunAndIsNotWrittenDown() throws Exception {
    CompletableFuture<Void> goesOn = new CompletableFuture<>();
    LearnStages usual = stages(step -> {});
    Function<TaughtBatch, CompletionStage<StepReport>> slow =
        taught ->
            taught.pixels().plan().globalStep() < 3 ? done() : goesOn.thenCompose(x -> done());
    LearnStages waiting =
        new LearnStages(usual.load(), usual.teach(), Map.of("a", slow), usual.journal());
    LearnStream.Running running = run(waiting, Long.MAX_VALUE);
    await().until(() -> of("journal").size() == 3 && running.inFlight().getAsInt() == 1);
    running.stop().shutdown();
    goesOn.complete(null);
    running.end().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(of("journal")).hasSize(4);
    assertThat(running.inFlight().getAsInt()).isZero();
  }

  private static CompletionStage<StepReport> done() {
    return CompletableFuture.completedFuture(new StepReport(0, 0, 0, new float[0]));
  }

  @Test
  void stoppingWaitsForNoBatchThatNoStudentHasBegun() throws Exception {
    LearnStages usual = stages(step -> {});
    LearnStages hanging =
        new LearnStages(
            plan -> plan.globalStep() < 8 ? usual.load().apply(plan) : new CompletableFuture<>(),
            usual.teach(),
            usual.students(),
            usual.journal());
    LearnStream.Running running = run(hanging, Long.MAX_VALUE);
    assertThat(fiveWritten.await(30, TimeUnit.SECONDS)).isTrue();
    running.stop().shutdown();
    running.end().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(of("journal")).hasSizeBetween(5, 8);
  }

  @Test
  void aStageThatFailsEndsTheStreamAndNothingAfterItIsWrittenDown() {
    LearnStages stages =
        stages(
            step -> {
              if (step == 3) {
                throw new IllegalStateException("step 3");
              }
            });
    assertThatThrownBy(() -> run(stages, 20).end().toCompletableFuture().get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("step 3");
    assertThat(of("journal")).doesNotContain(3L).hasSizeLessThanOrEqualTo(3);
  }

  private LearnStream.Running run(LearnStages stages, long plans) {
    Iterable<BatchPlan> iterable =
        () -> LongStream.range(0, plans).mapToObj(LearnStreamTest::plan).iterator();
    return new LearnStream(stages, new Depths(4, 2, 3)).over(iterable).run(KIT.system());
  }

  private LearnStages stages(StepCheck check) {
    Map<String, Function<TaughtBatch, CompletionStage<StepReport>>> students =
        new LinkedHashMap<>();
    students.put("a", taught -> trained("a", taught, check));
    students.put("b", taught -> trained("b", taught, step -> {}));
    return new LearnStages(
        plan -> loader.load(plan, Runnable::run),
        batch -> CompletableFuture.supplyAsync(() -> new TaughtBatch(batch, Map.of())),
        students,
        done -> {
          note("journal", done.batch());
          fiveWritten.countDown();
          return CompletableFuture.completedFuture(Done.getInstance());
        });
  }

  private CompletionStage<StepReport> trained(String name, TaughtBatch taught, StepCheck check) {
    return CompletableFuture.supplyAsync(
        () -> {
          check.at(taught.pixels().plan().globalStep());
          note(name, taught.pixels());
          return new StepReport(0, 0, 0, new float[0]);
        });
  }

  private void note(String who, PixelBatch batch) {
    notes.add(who + " " + batch.plan().globalStep());
  }

  private List<Long> of(String who) {
    synchronized (notes) {
      return notes.stream()
          .filter(note -> note.startsWith(who + " "))
          .map(note -> Long.valueOf(note.substring(who.length() + 1)))
          .toList();
    }
  }

  private static List<Long> steps(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private static BatchPlan plan(long step) {
    return new BatchPlan(
        0, 0, (int) step, step, new int[] {0, 0}, new int[] {0, 0}, 1, Chance.of(0));
  }

  /** Looks at a step before it is taken. */
  private interface StepCheck {
    void at(long step);
  }

  /** A dataset of one black image. */
  private static final class OneImage implements Dataset {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public int classes() {
      return 1;
    }

    @Override
    public int label(int id) {
      return 0;
    }

    @Override
    public String className(int label) {
      return "black";
    }

    @Override
    public String name(int id) {
      return "black.png";
    }

    @Override
    public byte[] read(int id) throws IOException {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "png", png);
      return png.toByteArray();
    }
  }
}
