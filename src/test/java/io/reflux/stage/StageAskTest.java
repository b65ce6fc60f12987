package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StageAskTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final TestProbe<Question> stage = KIT.createTestProbe("trainer-a");

  /** Anything that is answered. */
  private record Question(ActorRef<StatusReply<Done>> replyTo) {}

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void silenceIsToldWithWhatTheStageIsDoing() {
    StageStatus status =
        new StageStatus(
            "target",
            stage.getRef().path().name(),
            "gpu1",
            StageState.HANGING,
            "training step 12",
            1805.2,
            1,
            1,
            1,
            0,
            0,
            0,
            0,
            0);
    assertThat(failure(ask(board(List.of(status)), AT_ONCE)))
        .isInstanceOf(StageSilentException.class)
        .hasMessage(
            stage.getRef().path().name()
                + ": no answer; it has been training step 12 on gpu1 for 1805 s"
                + " (expected: one within 0 s)");
  }

  @Test
  void evenIfTheBoardKnowsNothingItIsASentence() {
    assertThat(failure(ask(board(List.of()), AT_ONCE)))
        .hasMessage(stage.getRef().path().name() + ": no answer (expected: one within 0 s)");
  }

  @Test
  void whatAStageSaysIsHandedOn() {
    CompletionStage<Done> answer = ask(board(List.of()), Duration.ofDays(1));
    Question question = stage.receiveMessage();
    question.replyTo().tell(StatusReply.error(new IllegalStateException("no")));
    assertThat(failure(answer)).isInstanceOf(IllegalStateException.class).hasMessage("no");
  }

  @Test
  void aSilentBoardIsASentenceToo() {
    ActorRef<StatusBoard.Command> silent = KIT.<StatusBoard.Command>createTestProbe("board").ref();
    assertThat(failure(StageAsk.of(KIT.system(), silent).status(AT_ONCE)))
        .isInstanceOf(StageSilentException.class)
        .hasMessage(silent.path().name() + ": no answer (expected: one within 0 s)");
  }

  private CompletionStage<Done> ask(ActorRef<StatusBoard.Command> board, Duration timeout) {
    return StageAsk.of(KIT.system(), board).ask(stage.getRef(), timeout, Question::new);
  }

  private static Throwable failure(CompletionStage<?> answer) {
    try {
      answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      return Failures.cause(e);
    }
    throw new AssertionError("it was answered");
  }

  private static ActorRef<StatusBoard.Command> board(List<StageStatus> stages) {
    Behavior<StatusBoard.Command> board =
        Behaviors.receive(StatusBoard.Command.class)
            .onMessage(
                StatusBoard.GetStatus.class,
                question -> {
                  question.replyTo().tell(RunStatus.starting("p", "runs/p").with(stages, 0));
                  return Behaviors.same();
                })
            .build();
    return KIT.spawn(board);
  }
}
