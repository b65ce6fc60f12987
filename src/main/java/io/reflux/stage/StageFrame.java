package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stages with a thread of their own do alike. A stage says what it is at before it begins, and
 * that it is done after. What goes wrong is one of two things:
 *
 * <ul>
 *   <li>a question that can't be answered, a {@link RuntimeException}: that is the answer;
 *   <li>a fault of the stage itself, an {@link Error} or a {@link StageFaultException}: it begins
 *       afresh after a delay, and who asks meanwhile is told to ask again; after too many faults
 *       the stage fails, with a {@link StageFailedException} for whoever asked and whoever watches.
 * </ul>
 *
 * <p>The actor itself stays while its stage begins afresh: no message to it is lost.
 */
final class StageFrame {
  private static final Logger LOG = LoggerFactory.getLogger(StageFrame.class);

  private final String stage;
  private final StageClock clock;
  private final RestartLog restarts;
  private final Holding owned;
  private final ActorRef<StatusBoard.Command> board;
  private int queueDepth;
  private StageState idle = StageState.IDLE;
  private StageState state = StageState.IDLE;

  /**
   * The frame of a stage.
   *
   * @param owned what the stage owns; it lets go of it when it meets a fault
   */
  StageFrame(StageSettings settings, Holding owned, ActorRef<StatusBoard.Command> board) {
    this(settings, owned, board, System::nanoTime);
  }

  /** The same with a clock of another making. */
  StageFrame(
      StageSettings settings,
      Holding owned,
      ActorRef<StatusBoard.Command> board,
      LongSupplier nanos) {
    stage = settings.stage();
    clock = new StageClock(stage, settings.device(), nanos);
    restarts = new RestartLog(settings.restarts());
    this.owned = owned;
    this.board = board;
  }

  /**
   * Answers a question by a piece of work.
   *
   * @return whether it was answered
   * @throws StageFailedException if the stage has failed; the question is answered with it too
   */
  <R> boolean answer(ActorRef<StatusReply<R>> replyTo, StageWork work, Supplier<R> answer) {
    return answerIfThere(replyTo, work, () -> Optional.of(answer.get()));
  }

  /** As {@link #answer}; a question without an answer is left: the stage comes back to it. */
  <R> boolean answerIfThere(
      ActorRef<StatusReply<R>> replyTo, StageWork work, Supplier<Optional<R>> answer) {
    Duration rest = restarts.rest(clock.now());
    if (!rest.isZero()) {
      replyTo.tell(StatusReply.error(new StageRestartingException(stage, rest)));
      return false;
    }
    try {
      work(work, answer).ifPresent(found -> replyTo.tell(StatusReply.success(found)));
      return true;
    } catch (StageFaultException e) {
      return notAnswered(replyTo, e.fault(), e.passing());
    } catch (Error e) {
      return notAnswered(replyTo, e, true);
    } catch (RuntimeException e) {
      clock.survived();
      replyTo.tell(StatusReply.error(e));
      return false;
    }
  }

  /** Does a piece of work, saying so before and after. */
  <R> R work(StageWork work, Supplier<R> piece) {
    clock.begin(work);
    tell(StageState.WORKING);
    int done = 0;
    try {
      R result = piece.get();
      done = work.images();
      return result;
    } finally {
      clock.end(done);
      tell(idle);
    }
  }

  /**
   * The stage has met a fault; it lets go of what it owns.
   *
   * @param passing true if the fault may be gone when the stage begins afresh
   * @return how long it rests before that; empty if it has failed
   */
  Optional<Duration> met(Throwable fault, boolean passing) {
    owned.letGo();
    clock.survived();
    Optional<Duration> rest = passing ? restarts.failed(clock.now()) : Optional.empty();
    rest.ifPresent(delay -> LOG.warn("{} begins afresh in {} ms", stage, delay.toMillis(), fault));
    tell(rest.isEmpty() ? StageState.FAILED : StageState.RESTARTING);
    return rest;
  }

  /** What whoever asked, and whoever watches, is told of a fault by which the stage has failed. */
  StageFailedException failure(Throwable fault) {
    return StageFailedException.of(stage, fault);
  }

  /** Does a piece of work that answers nothing, saying so before and after. */
  void doing(StageWork work, Runnable piece) {
    work(
        work,
        () -> {
          piece.run();
          return work;
        });
  }

  /** What the stage is about between two pieces of work, from now on. */
  void between(StageState about) {
    idle = about;
    tell(about);
  }

  /** So many questions wait. */
  void queue(int waiting) {
    queueDepth = waiting;
  }

  /** The stage's actor ends: its task is over, or it has failed and said so. Frees all. */
  void stopped() {
    owned.letGo();
    tell(state == StageState.FAILED ? state : StageState.STOPPED);
  }

  /** Frees what the stage owns; it is made anew for the next question. */
  void letGo() {
    owned.letGo();
    tell(state);
  }

  private <R> boolean notAnswered(
      ActorRef<StatusReply<R>> replyTo, Throwable fault, boolean passing) {
    Optional<Duration> rest = met(fault, passing);
    if (rest.isEmpty()) {
      StageFailedException failure = failure(fault);
      replyTo.tell(StatusReply.error(failure));
      throw failure;
    }
    replyTo.tell(StatusReply.error(new StageRestartingException(stage, rest.get())));
    return false;
  }

  private void tell(StageState now) {
    state = now;
    board.tell(new StatusBoard.Stage(clock.report(now, queueDepth, owned.liveTensors())));
  }
}
