package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.CachedOutput;
import io.reflux.teacher.FeatureCache;
import io.reflux.teacher.FeatureRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps a teacher's answers. Owns the feature cache's files, which are opened at the first question
 * and, after a fault of the disk, anew.
 */
public final class Cache extends AbstractBehavior<Cache.Command> {

  /** What a cache is told. */
  public sealed interface Command {}

  /** Find the answers for some rows by their keys. */
  record LookUp(long[] keys, ActorRef<StatusReply<Found>> replyTo) implements Command {}

  /** Look again for what another process was working out. */
  private record Again(LookUp question, long untilNanos) implements Command {}

  /** Keep answers, a row for each key, and give them back as they would be read. */
  record Keep(
      long[] keys,
      Map<String, HostTensor> outputs,
      ActorRef<StatusReply<Map<String, HostTensor>>> replyTo)
      implements Command {}

  /**
   * What was found.
   *
   * @param keys the key of each row
   * @param present whether the row was found
   * @param outputs the outputs of all rows, zeros where nothing was found; empty if nothing was
   */
  record Found(long[] keys, boolean[] present, Map<String, HostTensor> outputs) {}

  /**
   * What is kept, and where.
   *
   * @param opening opens the files
   * @param outputs what a record holds
   * @param tally counts what is found and what is not
   */
  public record Files(
      Supplier<FeatureCache> opening, List<CachedOutput> outputs, CacheTally tally) {}

  public static Behavior<Command> create(
      StageSettings settings, Files files, ActorRef<StatusBoard.Command> board) {
    return Behaviors.withTimers(
        timers -> Behaviors.setup(context -> new Cache(context, timers, settings, files, board)));
  }

  /** After which time what another process works at is looked for again. */
  private static final Duration REST = Duration.ofMillis(10);

  /** Another process that takes longer than this may have stopped: it is worked out here too. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TimerScheduler<Command> timers;
  private final Owned<FeatureCache> files;
  private final List<CachedOutput> outputs;
  private final CacheTally tally;
  private final ActorRef<StatusBoard.Command> board;
  private final String stage;
  private final StageFrame frame;
  private long hits;
  private long misses;

  private Cache(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      StageSettings settings,
      Files files,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.timers = timers;
    this.files = new Owned<>(files.opening(), open -> 0);
    this.outputs = files.outputs();
    tally = files.tally();
    this.board = board;
    stage = settings.stage();
    frame = new StageFrame(settings, this.files, board);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(LookUp.class, question -> lookUp(question, clock() + PATIENCE.toNanos()))
        .onMessage(Again.class, again -> lookUp(again.question(), again.untilNanos()))
        .onMessage(Keep.class, this::onKeep)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private static long clock() {
    return System.nanoTime();
  }

  private Behavior<Command> lookUp(LookUp question, long untilNanos) {
    int rows = question.keys().length;
    boolean answered =
        frame.answerIfThere(
            question.replyTo(),
            new StageWork("looking up", rows + " answers", rows),
            () -> {
              if (isElsewhere(question.keys()) && clock() < untilNanos) {
                Again again = new Again(question, untilNanos);
                timers.startSingleTimer(again, again, REST);
                return Optional.empty();
              }
              return Optional.of(find(question.keys()));
            });
    if (!answered) {
      frame.letGo();
    }
    tellCounts();
    return this;
  }

  private boolean isElsewhere(long[] keys) {
    try {
      return !files.get().claim(keys);
    } catch (IOException e) {
      throw StageFaultException.of(new UncheckedIOException("feature cache", e));
    }
  }

  private Found find(long[] keys) {
    FeatureCache open = files.get();
    FeatureRows rows = FeatureRows.zeros(outputs, keys.length);
    boolean[] present = new boolean[keys.length];
    Map<Long, Integer> first = new HashMap<>();
    int found = 0;
    for (int row = 0; row < keys.length; row++) {
      Integer before = first.putIfAbsent(keys[row], row);
      if (before == null) {
        present[row] = open.read(keys[row], rows, row);
        found += present[row] ? 1 : 0;
      } else if (present[before]) {
        present[row] = true;
        rows.copy(before, row);
      }
    }
    hits += found;
    misses += first.size() - found;
    tally.add(new CacheCounts(found, first.size() - found));
    return new Found(keys, present, found > 0 ? rows.tensors() : Map.of());
  }

  private Behavior<Command> onKeep(Keep order) {
    int rows = order.keys().length;
    boolean kept =
        frame.answer(
            order.replyTo(), new StageWork("keeping", rows + " answers", rows), () -> keep(order));
    if (!kept) {
      frame.letGo();
    }
    return this;
  }

  private Map<String, HostTensor> keep(Keep order) {
    FeatureCache open = files.get();
    FeatureRows given = FeatureRows.of(outputs, order.outputs());
    try {
      return open.keep(order.keys(), given).tensors();
    } catch (IOException e) {
      throw StageFaultException.of(new UncheckedIOException("feature cache", e));
    }
  }

  private Behavior<Command> onStopped() {
    frame.stopped();
    return this;
  }

  private void tellCounts() {
    board.tell(new CacheCounts(hits, misses).toldBy(stage));
  }
}
