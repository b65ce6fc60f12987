package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.reflux.engine.HostTensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lanes below a pool, and the pieces that they are at or that wait for one. For its thread. */
final class PoolLanes {
  private final ActorContext<TeacherPool.Command> pool;
  private final TimerScheduler<TeacherPool.Command> timers;
  private final LaneAsking asking;
  private final TeacherRows asked;
  private final StageAsk ask;
  private final ActorRef<StatusBoard.Command> board;
  private final List<ActorRef<Lane.Command>> lanes = new ArrayList<>();
  private final boolean waits;
  private final LaneBalance<TeacherPiece> balance;

  /** Spawns the lanes below a pool. */
  PoolLanes(
      ActorContext<TeacherPool.Command> pool,
      TimerScheduler<TeacherPool.Command> timers,
      TeacherPool.Dependencies dependencies,
      ActorRef<StatusBoard.Command> board) {
    this.pool = pool;
    this.timers = timers;
    this.board = board;
    ask = StageAsk.of(pool.getSystem(), board);
    asking = dependencies.asking();
    asked = dependencies.asked();
    waits = dependencies.lanes().isEmpty();
    balance = new LaneBalance<>(0, new LaneBalance.Limits(asking.retries(), asking.laneFailures()));
    dependencies.lanes().forEach(this::come);
  }

  /** One more lane. */
  void come(StageSpawn<Lane.Command> lane) {
    ActorRef<Lane.Command> spawned = lane.below(pool);
    pool.watch(spawned);
    lanes.add(spawned);
    balance.come();
  }

  /** A piece waits for a lane. */
  void add(TeacherPiece piece) {
    balance.add(piece);
  }

  /** Asks lanes what they can be asked now; the pool is told when to look again. */
  void ask(long nowNanos) {
    balance.hanging(nowNanos, asking.watchdog()).forEach(this::tell);
    for (Optional<LaneBalance.Asked<TeacherPiece>> next = balance.next(nowNanos);
        next.isPresent();
        next = balance.next(nowNanos)) {
      ask(next.get());
    }
    Stream.of(balance.rest(nowNanos), balance.look(nowNanos, asking.watchdog()))
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .ifPresent(rest -> timers.startSingleTimer(new TeacherPool.Look(), rest));
  }

  private void tell(LaneBalance.Asked<TeacherPiece> hanging) {
    tell(
        String.format(
            "%s has %s for far longer than it ever took",
            lanes.get(hanging.lane()).path().name(), hanging.question().subject()),
        null);
  }

  /** In the log, on the run's screen and in its status. */
  private void tell(String what, @Nullable Throwable cause) {
    String sentence = what + "; others are asked";
    pool.getLog().warn("{}", sentence, cause);
    board.tell(new StatusBoard.Told(sentence));
  }

  private void ask(LaneBalance.Asked<TeacherPiece> given) {
    TeacherPiece piece = given.question();
    pool.pipeToSelf(
        ask.<Lane.Command, Map<String, HostTensor>>ask(
            lanes.get(given.lane()),
            asking.timeout(),
            to -> new Lane.Infer(piece.planned(asked), piece.subject(), to)),
        (outputs, error) -> new TeacherPool.Inferred(given.number(), outputs, error));
  }

  /** The piece of a number, which is answered; empty if its lane is gone, and another one asked. */
  Optional<TeacherPiece> answered(long number) {
    return balance.answered(number, System.nanoTime());
  }

  /**
   * A lane has failed the piece of a number, or sends it away because it begins afresh.
   *
   * @return the piece, if it isn't asked again
   */
  Optional<TeacherPiece> failed(long number, Throwable cause) {
    long now = System.nanoTime();
    Optional<Duration> rest = Failures.rest(cause);
    if (rest.isPresent()) {
      balance.rests(number, now, now + rest.get().toNanos());
      return Optional.empty();
    }
    Optional<LaneBalance.Failed<TeacherPiece>> failed = balance.failed(number, now);
    failed
        .filter(LaneBalance.Failed::putAside)
        .ifPresent(f -> putAside(lanes.get(f.lane()), cause));
    return failed.filter(LaneBalance.Failed::givenUp).map(LaneBalance.Failed::question);
  }

  private void putAside(ActorRef<Lane.Command> lane, Throwable cause) {
    tell(
        String.format(
            "%s has failed %d times in a row and is put aside",
            lane.path().name(), asking.laneFailures()),
        cause);
    lane.tell(new Lane.PutAside());
  }

  /**
   * A stage below the pool is no more.
   *
   * @return whether the pool can go on: it was a lane, and not the last, unless the pool has begun
   *     without any and waits for further ones
   */
  boolean survive(ActorRef<Void> stage, StageFailedException cause) {
    int lane = lanes.stream().map(ActorRef::path).toList().indexOf(stage.path());
    if (lane >= 0) {
      balance.gone(lane);
    }
    if (lane < 0 || (balance.allGone() && !waits)) {
      return false;
    }
    tell(stage.path().name() + " is no more", cause);
    return true;
  }

  /** Pieces of which every share is needless are not asked about. */
  void drop(Predicate<TeacherPiece.Share> needless) {
    balance.drop(piece -> piece.shares().stream().allMatch(needless));
  }

  /** How many pieces lanes are at, or wait for one. */
  int open() {
    return balance.open();
  }

  /** What the lane is at that has been at it for the longest time. */
  Optional<String> words() {
    if (balance.allGone()) {
      return open() == 0 ? Optional.empty() : Optional.of("waiting for a node with a lane");
    }
    return balance
        .oldest()
        .map(at -> lanes.get(at.lane()).path().name() + " has " + at.question().subject());
  }
}
