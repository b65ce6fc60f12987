package io.reflux.stream;

import akka.Done;
import akka.NotUsed;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Graph;
import akka.stream.KillSwitch;
import akka.stream.KillSwitches;
import akka.stream.UniformFanInShape;
import akka.stream.UniformFanOutShape;
import akka.stream.javadsl.Broadcast;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.GraphDSL;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RunnableGraph;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.ZipN;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Training, from plans to the journal.
 *
 * <pre>
 *                                        ┌─► student a ─┐
 *  plans ─► load ─► teach ─► [stop] ─► fan out          zip ─► give back ─► journal
 *                                        └─► student b ─┘
 * </pre>
 *
 * <p>Emits: nothing; each finished step goes to the journal, in the order of the plans. Completes:
 * when the plans are used up, after every batch in flight has been trained on and written down; or
 * when the switch is shut down, after that has come to those that are past it: none that is loaded
 * or taught is waited for. Cancels: never by itself. Fails: when any stage fails. Pixels are given
 * back when every student has trained on them; those still in flight when the stream fails, or
 * before the switch when that is shut down, are the pool's owner's to drop.
 */
public final class LearnStream {
  private final LearnStages stages;
  private final Depths depths;

  /** A stream of the given stages; {@code depths} says how far each may run ahead. */
  public LearnStream(LearnStages stages, Depths depths) {
    this.stages = stages;
    this.depths = depths;
  }

  /**
   * The whole graph. Running it answers the switch that stops the plans, and the end.
   *
   * @param plans makes the plans, from the first one that has not been trained yet
   */
  public RunnableGraph<Running> over(Iterable<BatchPlan> plans) {
    return over(Source.fromIterator(plans::iterator));
  }

  /** The same, with plans that come when they can be drawn; to be run once. */
  public RunnableGraph<Running> over(Source<BatchPlan, NotUsed> plans) {
    AtomicInteger inFlight = new AtomicInteger();
    return plans
        .via(load())
        .via(teach())
        .viaMat(KillSwitches.<TaughtBatch>single(), Keep.right())
        .map(batch -> counted(batch, inFlight))
        .via(train())
        .toMat(journal(inFlight), Keep.both())
        .mapMaterializedValue(pair -> new Running(pair.first(), pair.second(), inFlight::get))
        .withAttributes(Attributes.inputBuffer(1, 1));
  }

  /**
   * A stream at work.
   *
   * @param stop lets no further batch come to the students
   * @param end completes when the last step has been written down
   * @param inFlight how many batches have come to the students and are not written down yet: those
   *     that are waited for if it is stopped now
   */
  public record Running(KillSwitch stop, CompletionStage<Done> end, IntSupplier inFlight) {}

  private Flow<BatchPlan, PixelBatch, NotUsed> load() {
    return Flow.of(BatchPlan.class).mapAsync(depths.load(), stages.load()::apply);
  }

  private Flow<PixelBatch, TaughtBatch, NotUsed> teach() {
    return Flow.of(PixelBatch.class).mapAsync(depths.teach(), stages.teach()::apply);
  }

  private Flow<TaughtBatch, StepDone, NotUsed> train() {
    return Flow.fromGraph(fanOut()).map(LearnStream::giveBack);
  }

  private Sink<StepDone, CompletionStage<Done>> journal(AtomicInteger inFlight) {
    return Flow.of(StepDone.class)
        .mapAsync(depths.journal(), stages.journal()::apply)
        .map(written -> inFlight.decrementAndGet())
        .toMat(Sink.ignore(), Keep.right());
  }

  private Graph<FlowShape<TaughtBatch, List<Answer>>, NotUsed> fanOut() {
    List<Map.Entry<String, Function<TaughtBatch, CompletionStage<StepReport>>>> students =
        new ArrayList<>(stages.students().entrySet());
    return GraphDSL.create(
        builder -> {
          UniformFanOutShape<TaughtBatch, TaughtBatch> copies =
              builder.add(Broadcast.create(students.size()));
          UniformFanInShape<Answer, List<Answer>> answers =
              builder.add(ZipN.create(students.size()));
          for (int i = 0; i < students.size(); i++) {
            builder.from(copies).via(builder.add(student(students.get(i)))).toInlet(answers.in(i));
          }
          return FlowShape.of(copies.in(), answers.out());
        });
  }

  private static Flow<TaughtBatch, Answer, NotUsed> student(
      Map.Entry<String, Function<TaughtBatch, CompletionStage<StepReport>>> student) {
    return Flow.of(TaughtBatch.class)
        .mapAsync(
            1,
            taught ->
                student
                    .getValue()
                    .apply(taught)
                    .thenApply(report -> new Answer(taught.pixels(), student.getKey(), report)));
  }

  private static TaughtBatch counted(TaughtBatch batch, AtomicInteger inFlight) {
    inFlight.incrementAndGet();
    return batch;
  }

  private static StepDone giveBack(List<Answer> answers) {
    PixelBatch batch = answers.get(0).batch();
    batch.release();
    Map<String, StepReport> byStudent = new LinkedHashMap<>();
    answers.forEach(answer -> byStudent.put(answer.student(), answer.report()));
    return new StepDone(batch, byStudent);
  }

  /** What one student answered to one batch. */
  private record Answer(PixelBatch batch, String student, StepReport report) {}
}
