package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.FeatureCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the teacher's answers. Owns the feature cache's files; without any (mode {@code off}) it
 * finds nothing and gives back what it is told to keep, so that whoever asks needs no second way.
 */
public final class Cache extends AbstractBehavior<Cache.Command> {

  /** What a cache is told. */
  public sealed interface Command {}

  /** Find the answers for some rows by their keys. */
  record LookUp(long[] keys, ActorRef<StatusReply<Found>> replyTo) implements Command {}

  /** Keep answers, a row for each key, and give them back as they would be read. */
  record Keep(
      long[] keys,
      Map<String, HostTensor> outputs,
      ActorRef<StatusReply<Map<String, HostTensor>>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

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
   * @param open opens the files; empty if nothing is kept
   */
  public record Settings(Optional<Supplier<FeatureCache>> open, RecordLayout layout) {}

  public static Behavior<Command> create(Settings settings, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Cache(context, settings, board));
  }

  private final Settings settings;
  private final ActorRef<StatusBoard.Command> board;
  private final StageClock clock;
  private final @Nullable FeatureCache files;
  private long computed;

  private Cache(
      ActorContext<Command> context, Settings settings, ActorRef<StatusBoard.Command> board) {
    super(context);
    clock = new StageClock(context.getSelf().path().name(), 1);
    this.settings = settings;
    this.board = board;
    files = settings.open().map(Supplier::get).orElse(null);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(LookUp.class, this::onLookUp)
        .onMessage(Keep.class, this::onKeep)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onLookUp(LookUp question) {
    long began = System.nanoTime();
    try {
      Found found = find(question.keys());
      question.replyTo().tell(StatusReply.success(found));
    } catch (RuntimeException e) {
      question.replyTo().tell(StatusReply.error(e));
    }
    clock.worked(System.nanoTime() - began, question.keys().length);
    tellBoard("idle");
    return this;
  }

  private Found find(long[] keys) {
    boolean[] present = new boolean[keys.length];
    if (files == null) {
      return new Found(keys, present, Map.of());
    }
    Map<Long, Optional<float[]>> known = new HashMap<>();
    float[][] records = new float[keys.length][];
    boolean any = false;
    for (int row = 0; row < keys.length; row++) {
      Optional<float[]> record = known.computeIfAbsent(keys[row], files::lookup);
      present[row] = record.isPresent();
      records[row] = record.orElse(new float[0]);
      any |= present[row];
    }
    return new Found(keys, present, any ? settings.layout().join(List.of(records)) : Map.of());
  }

  private Behavior<Command> onKeep(Keep order) {
    long began = System.nanoTime();
    computed += order.keys().length;
    try {
      order.replyTo().tell(StatusReply.success(keep(order)));
    } catch (IOException e) {
      order.replyTo().tell(StatusReply.error(new UncheckedIOException("feature cache", e)));
    } catch (RuntimeException e) {
      order.replyTo().tell(StatusReply.error(e));
    }
    clock.worked(System.nanoTime() - began, order.keys().length);
    tellBoard("idle");
    return this;
  }

  private Map<String, HostTensor> keep(Keep order) throws IOException {
    if (files == null) {
      return order.outputs();
    }
    List<float[]> records = settings.layout().split(order.outputs());
    List<float[]> rounded = records.stream().map(files::rounded).toList();
    for (int row = 0; row < records.size(); row++) {
      files.append(order.keys()[row], records.get(row));
    }
    return settings.layout().join(rounded);
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    question.replyTo().tell(clock.status("idle", 0, 0));
    return this;
  }

  private Behavior<Command> onStopped() {
    if (files != null) {
      try {
        files.close();
      } catch (IOException e) {
        getContext().getLog().warn("the feature cache can't be closed", e);
      }
    }
    tellBoard("stopped");
    return this;
  }

  private void tellBoard(String state) {
    long hits = files == null ? 0 : files.hits();
    long misses = files == null ? computed : files.misses();
    board.tell(new StatusBoard.Progress(status -> status.withCache(hits, misses)));
    board.tell(new StatusBoard.Stage(clock.status(state, 0, 0)));
  }
}
