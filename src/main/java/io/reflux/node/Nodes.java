package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import com.typesafe.config.Config;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.pipeline.Pipeline;
import io.reflux.setting.InputException;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The nodes of a run, if it takes any. May be used by any thread. */
public final class Nodes {
  private final Optional<ClusterSpec> place;
  private final boolean tf32;
  private final List<Desk.Teach> early = new ArrayList<>();
  private Optional<ActorRef<Desk.Command>> desk = Optional.empty();

  private Nodes(Optional<ClusterSpec> place, boolean tf32) {
    this.place = place;
    this.tf32 = tf32;
  }

  /** The nodes of a run that has not begun; none if its file doesn't say where they find it. */
  public static Nodes of(Pipeline pipeline) {
    return new Nodes(pipeline.cluster(), pipeline.computing().tf32());
  }

  /** Those of a run that finds them at a place. */
  public static Nodes at(ClusterSpec place) {
    return new Nodes(Optional.of(place), false);
  }

  /** A run that takes none. */
  public static Nodes none() {
    return new Nodes(Optional.empty(), false);
  }

  /**
   * Starts a run's actors.
   *
   * @throws InputException if nodes are taken and can't reach them, or others could who need not
   *     know a secret
   */
  public <M> ActorSystem<M> start(Behavior<M> guardian, Config application) {
    if (place.isEmpty()) {
      return ActorSystem.create(guardian, ClusterSettings.SYSTEM, application);
    }
    Config settings = ClusterSettings.ofRun(application, place.get());
    try {
      return ActorSystem.create(guardian, ClusterSettings.SYSTEM, settings);
    } catch (RuntimeException e) {
      throw new InputException(
          String.format(
              "cluster.host, cluster.port: %s (expected: an address of this machine, a free port,"
                  + " and files that TLS can read)",
              e.getMessage()),
          e);
    }
  }

  /**
   * Opens the desk, if nodes are taken; what is said of them goes to {@code saying}, from any
   * thread.
   *
   * @throws InputException if the secret can't be read
   */
  public void open(ActorSystem<?> system, Consumer<String> saying) {
    place.ifPresent(
        at -> {
          Desk.Dependencies dependencies =
              new Desk.Dependencies(LocalFacts.of(List.of(), List.of()), tf32, proof(at), saying);
          opened(system.systemActorOf(Desk.create(dependencies), "desk", Props.empty()));
          saying.accept("nodes may join at " + system.address());
        });
  }

  /** A teacher's pool takes lanes of nodes, those there are and those that come, until it ends. */
  public synchronized void teach(
      TeacherOffer offer, ActorRef<TeacherPool.Command> pool, ActorRef<StatusBoard.Command> board) {
    Desk.Teach teach = new Desk.Teach(offer, pool, board);
    desk.ifPresentOrElse(open -> open.tell(teach), () -> early.add(teach));
  }

  /** A task may have begun before. */
  private synchronized void opened(ActorRef<Desk.Command> open) {
    desk = Optional.of(open);
    early.forEach(open::tell);
    early.clear();
  }

  /** True if nodes may join. */
  public boolean areTaken() {
    return place.isPresent();
  }

  private static Proof proof(ClusterSpec place) {
    try {
      return Proof.by(place.secret());
    } catch (IOException e) {
      throw new InputException(
          "cluster.secret: " + e.getMessage() + " (expected: a file with a secret)", e);
    }
  }
}
