package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.Config;
import io.reflux.engine.Device;
import io.reflux.network.FrozenModel;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.pipeline.Pipeline;
import io.reflux.setting.InputException;
import io.reflux.stage.Failures;
import io.reflux.stage.Lane;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes of a run, if it takes any. May be used by any thread. */
public final class Nodes {
  private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Optional<ClusterSpec> place;
  private final boolean tf32;
  private final List<Desk.Teach> early = new ArrayList<>();
  private Optional<Open> desk = Optional.empty();

  /** A desk, its system, and whoever hears of nodes. */
  private record Open(
      ActorRef<Desk.Command> desk, ActorSystem<?> system, Consumer<String> saying) {}

  /**
   * A network that is to be measured.
   *
   * @param subject whose it is, as it is shown
   * @param device where it would be computed here
   * @param answer how long a node may take for an answer
   * @param images what it is shown, for nodes that have the data
   */
  public record Measured(
      String subject,
      TeacherOffer.Written written,
      Device device,
      Duration answer,
      Optional<OfferedImages> images) {}

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
              new Desk.Dependencies(
                  LocalFacts.of(List.of(), List.of(), 0), tf32, proof(at), saying);
          opened(
              new Open(
                  system.systemActorOf(Desk.create(dependencies), "desk", Props.empty()),
                  system,
                  saying));
          saying.accept("nodes may join at " + system.address());
        });
  }

  /** A teacher's pool takes lanes of nodes, those there are and those that come, until it ends. */
  public synchronized void teach(
      TeacherOffer offer, ActorRef<TeacherPool.Command> pool, ActorRef<StatusBoard.Command> board) {
    Desk.Teach teach = new Desk.Teach(offer, pool, board);
    desk.ifPresentOrElse(open -> open.desk().tell(teach), () -> early.add(teach));
  }

  /**
   * Has a network measured by a node that computes as it would be computed here, if one has an
   * evaluator that is free; the calling thread may have to wait for who knows that.
   *
   * @param here loads it here, where no node is free, and when one doesn't answer
   */
  public FrozenModel measured(Measured measured, Supplier<FrozenModel> here) {
    Optional<Open> open = open();
    return open.flatMap(at -> seat(at, measured))
        .<FrozenModel>map(seat -> elsewhere(open.orElseThrow(), seat, measured, here))
        .orElseGet(here);
  }

  private synchronized Optional<Open> open() {
    return desk;
  }

  /** The program's digest is made only if there are evaluators for it. */
  private static Optional<Evaluators.Seat> seat(Open open, Measured measured) {
    String computing = LocalFacts.computing(measured.device());
    boolean offered = answer(open, false, answer -> new Desk.Offered(computing, answer));
    if (!offered) {
      return Optional.empty();
    }
    Evaluators.Wanted wanted =
        new Evaluators.Wanted(
            measured.subject(),
            TeacherOffer.program(measured.written()),
            measured.written().files(),
            computing,
            measured.images());
    return answer(open, Optional.empty(), answer -> new Desk.Measure(wanted, answer));
  }

  /** What the desk answers, which waits for nobody; {@code none} if it is no more. */
  private static <T> T answer(
      Open open, T none, Function<CompletableFuture<T>, Desk.Command> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    answer.orTimeout(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    open.desk().tell(question.apply(answer));
    try {
      return answer.join();
    } catch (CompletionException e) {
      LOG.warn("no answer from the desk of nodes", e);
      return none;
    }
  }

  private FrozenModel elsewhere(
      Open open, Evaluators.Seat seat, Measured measured, Supplier<FrozenModel> here) {
    String reading = seat.reading() ? ", which reads the images itself" : "";
    open.saying().accept(measured.subject() + " is measured on " + seat.node() + reading);
    return new MeasuredElsewhere(
        images ->
            AskPattern.askWithStatus(
                seat.lane(),
                to -> new Lane.Infer(images, measured.subject(), to),
                measured.answer(),
                open.system().scheduler()),
        here,
        error ->
            open.saying()
                .accept(
                    String.format(
                        "%s is measured here on: %s",
                        measured.subject(), Failures.sentence(Failures.cause(error)))),
        () -> open.desk().tell(new Desk.Leave(seat)));
  }

  /** A task may have begun before. */
  private synchronized void opened(Open open) {
    desk = Optional.of(open);
    early.forEach(open.desk()::tell);
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
