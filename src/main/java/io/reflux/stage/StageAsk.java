package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks stages. One that gives no answer in time is told with what it was doing. May be used from
 * any thread.
 */
public final class StageAsk {
  private static final Duration BOARD_TIMEOUT = Duration.ofSeconds(3);

  /** No longer than any timer of Akka can wait; who waits for a stage has a timer of its own. */
  private static final Duration LONGEST = Duration.ofDays(20);

  private final ActorSystem<?> system;
  private final Scheduler timer;
  private final ActorRef<StatusBoard.Command> board;

  private StageAsk(ActorSystem<?> system, ActorRef<StatusBoard.Command> board) {
    this.system = system;
    timer = system.scheduler();
    this.board = board;
  }

  /** Asks stages of a system; the board is asked what one does that is silent. */
  public static StageAsk of(ActorSystem<?> system, ActorRef<StatusBoard.Command> board) {
    return new StageAsk(system, board);
  }

  /**
   * Asks a stage once.
   *
   * @param timeout how long the answer may take, without the time in which this process was stopped
   * @return the answer; fails with what the stage says, or in a sentence if it says nothing
   */
  public <M, R> CompletionStage<R> ask(
      ActorRef<M> stage, Duration timeout, Function<ActorRef<StatusReply<R>>, M> question) {
    return awaited(AskPattern.askWithStatus(stage, question, LONGEST, timer), timeout)
        .exceptionallyCompose(
            error ->
                Failures.isTimeout(error)
                    ? silent(stage.path().name(), timeout, error)
                    : CompletableFuture.failedFuture(Failures.cause(error)));
  }

  private <R> CompletionStage<R> awaited(CompletionStage<R> asked, Duration timeout) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    AwakeTimer late =
        AwakeTimer.start(
            system, timeout, () -> answer.completeExceptionally(new TimeoutException("no answer")));
    asked.whenComplete(
        (found, error) -> {
          late.cancel();
          if (error == null) {
            answer.complete(found);
          } else {
            answer.completeExceptionally(error);
          }
        });
    return answer;
  }

  /**
   * Asks the status board how the run goes.
   *
   * @param timeout how long the answer may take
   * @return the status; fails in a sentence if there is none
   */
  public CompletionStage<RunStatus> status(Duration timeout) {
    return AskPattern.ask(
            board, (ActorRef<RunStatus> to) -> new StatusBoard.GetStatus(to), timeout, timer)
        .exceptionallyCompose(
            error ->
                CompletableFuture.failedFuture(
                    Failures.isTimeout(error)
                        ? new StageSilentException(
                            sentence(board.path().name(), timeout, Optional.empty()), error)
                        : Failures.cause(error)));
  }

  /** As {@link #ask}, but asks again, and again, while the stage begins afresh. */
  <M, R> CompletionStage<R> patiently(
      ActorRef<M> stage, Duration timeout, Function<ActorRef<StatusReply<R>>, M> question) {
    CompletionStage<R> answer = ask(stage, timeout, question);
    return answer.exceptionallyCompose(
        error ->
            Failures.rest(error)
                .map(rest -> after(rest, () -> patiently(stage, timeout, question)))
                .orElseGet(() -> CompletableFuture.failedFuture(Failures.cause(error))));
  }

  private static <R> CompletionStage<R> after(
      Duration delay, java.util.function.Supplier<CompletionStage<R>> next) {
    return CompletableFuture.supplyAsync(
            next, CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS))
        .thenCompose(stage -> stage);
  }

  private <R> CompletionStage<R> silent(String stage, Duration timeout, Throwable error) {
    return AskPattern.ask(
            board, (ActorRef<RunStatus> to) -> new StatusBoard.GetStatus(to), BOARD_TIMEOUT, timer)
        .handle(
            (status, noStatus) -> {
              Optional<StageStatus> words =
                  noStatus == null ? status.stage(stage) : Optional.empty();
              throw new CompletionException(
                  new StageSilentException(sentence(stage, timeout, words), Failures.cause(error)));
            });
  }

  private static String sentence(String stage, Duration timeout, Optional<StageStatus> words) {
    String expected = " (expected: one within " + timeout.toSeconds() + " s)";
    return words
        .map(status -> stage + ": no answer; " + doing(status) + expected)
        .orElseGet(() -> stage + ": no answer" + expected);
  }

  private static String doing(StageStatus status) {
    String where = status.device().isEmpty() ? "" : " on " + status.device();
    return status.doing().isEmpty()
        ? "it is " + status.state().word()
        : String.format(
            "it has been %s%s for %d s", status.doing(), where, Math.round(status.doingSeconds()));
  }
}
