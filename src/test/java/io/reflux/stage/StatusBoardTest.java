package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.reflux.rundir.TimelineFile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration NEVER_BY_ITSELF = Duration.ofDays(1);
  private static final StageWork STEP = new StageWork("training", "step 5", 8);

  private final AtomicLong now = new AtomicLong();
  private final List<RunEvent> heard = new CopyOnWriteArrayList<>();
  private final TestProbe<TimelineWriter.Command> timeline = KIT.createTestProbe();
  private final TestProbe<RunStatus> asker = KIT.createTestProbe();
  private final ActorRef<StatusBoard.Command> board = board();
  private final StageClock trainer = new StageClock("trainer-a", "cpu", now::get);

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void aTrainerAtWorkSaysSo() {
    begin();
    passed(3);
    StageStatus status = status().stage("trainer-a").orElseThrow();
    assertThat(status.state()).isEqualTo(StageState.WORKING);
    assertThat(status.doing()).isEqualTo("training step 5");
    assertThat(status.doingSeconds()).isEqualTo(3);
  }

  @Test
  void theTimelineIsWrittenAtEveryLookAndTellsOfTheIntervalAlone() {
    board.tell(new StatusBoard.Progress(was -> TaskProgress.preparing("target", 1, 10)));
    begin();
    passed(2);
    board.tell(new StatusBoard.Look());
    assertThat(timeline.receiveMessage()).isEqualTo(rows(2, 1));
    end();
    passed(2);
    board.tell(new StatusBoard.Look());
    assertThat(timeline.receiveMessage()).isEqualTo(rows(4, 0));
  }

  @Test
  void betweenTasksThereIsNoTimeline() {
    begin();
    board.tell(new StatusBoard.Look());
    status();
    timeline.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aStageThatHangsIsToldOnceAndSoIsThatItGoesOn() {
    board.tell(new StatusBoard.Progress(was -> TaskProgress.preparing("target", 1, 10)));
    begin();
    passed(61);
    board.tell(new StatusBoard.Look());
    board.tell(new StatusBoard.Look());
    assertThat(status().hanging()).extracting(StageStatus::stage).containsExactly("trainer-a");
    assertThat(heard)
        .containsExactly(new RunEvent.StageHangs("target", "trainer-a", "training step 5", 61));
    end();
    board.tell(new StatusBoard.Look());
    assertThat(status().hanging()).isEmpty();
    assertThat(heard).hasSize(2).contains(new RunEvent.StageGoesOn("target", "trainer-a"));
  }

  @Test
  void whatAStageCopesWithIsToldOnTheScreenAndStandsInTheStatus() {
    board.tell(new StatusBoard.Progress("target", was -> TaskProgress.preparing("target", 1, 10)));
    board.tell(new StatusBoard.Told("lane-0 is no more; others are asked").of("target"));
    assertThat(status().atWork().get(0).notes())
        .containsExactly("lane-0 is no more; others are asked");
    assertThat(heard)
        .containsExactly(new RunEvent.Told("target", "lane-0 is no more; others are asked"));
  }

  @Test
  void stagesOfATaskThatHasEndedVanish() {
    begin();
    assertThat(status().stages()).hasSize(1);
    board.tell(new StatusBoard.TaskEnded());
    assertThat(status().stages()).isEmpty();
  }

  @Test
  void theStateOfTheRunIsThatWhichWasTold() {
    assertThat(status().state()).isEqualTo(RunState.STARTING);
    board.tell(new StatusBoard.State(RunState.STOPPED));
    assertThat(status().state()).isEqualTo(RunState.STOPPED);
  }

  private ActorRef<StatusBoard.Command> board() {
    RunListener listener =
        new RunListener() {
          @Override
          public void started(RunHandle run) {}

          @Override
          public void heard(RunEvent event) {
            heard.add(event);
          }
        };
    Watchdog watchdog =
        new Watchdog(NEVER_BY_ITSELF, Duration.ofMinutes(1), Duration.ofMinutes(1), 20);
    return KIT.spawn(
        StatusBoard.create(
            new StatusBoard.Settings("p", "runs/p", watchdog, now::get),
            new StatusBoard.Hearers(listener, timeline.getRef())));
  }

  private TimelineWriter.Rows rows(double seconds, double share) {
    return new TimelineWriter.Rows(
        seconds, "target", List.of(new TimelineFile.Row("trainer-a", share, 0)));
  }

  private void begin() {
    trainer.begin(STEP);
    tell(StageState.WORKING);
  }

  private void end() {
    trainer.end(STEP.images());
    tell(StageState.IDLE);
  }

  private void tell(StageState state) {
    board.tell(new StatusBoard.Stage(trainer.report(state, 0, 0)));
    status(); // the board has heard it before the clock goes on
  }

  private void passed(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private RunStatus status() {
    board.tell(new StatusBoard.GetStatus(asker.getRef()));
    return asker.receiveMessage();
  }
}
