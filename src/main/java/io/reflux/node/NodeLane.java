package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.delivery.ConsumerController;
import akka.actor.typed.delivery.ProducerController;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.setting.InputException;
import io.reflux.stage.Failures;
import io.reflux.stage.Lane;
import io.reflux.stage.StageAsk;
import io.reflux.stage.StageSettings;
import io.reflux.stage.StatusBoard;
import io.reflux.wire.FromLane;
import io.reflux.wire.ToAgent;
import io.reflux.wire.ToLane;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lane of this node that works for a run elsewhere: it gets the teacher's program together, and
 * hands on what is asked to a lane as it works at home. It ends when the run needs it no more.
 */
final class NodeLane extends AbstractBehavior<NodeLane.Command> {

  /** What it is told. */
  sealed interface Command {}

  private record Begin() implements Command {}

  private record Came(ConsumerController.Delivery<ToLane> delivery) implements Command {}

  private record Demanded(ProducerController.RequestNext<FromLane> next) implements Command {}

  private record Inferred(
      long number, @Nullable Map<String, HostTensor> outputs, @Nullable Throwable error)
      implements Command {}

  private record Loaded(ToLane.Planned piece, @Nullable Images images, @Nullable Throwable error)
      implements Command {}

  private record NotNeeded() implements Command {}

  /**
   * What it works with.
   *
   * @param order what the run wants
   * @param settings its name, its device, and how often its lane may begin afresh
   * @param models loads teachers
   * @param store files of programs
   * @param data datasets that are here
   * @param timeout how long an answer may take
   * @param whole told when all files of the program are here
   * @param refusing told why it can't work for the run
   */
  record Dependencies(
      ToAgent.OpenLane order,
      StageSettings settings,
      NodeModels models,
      ProgramStore store,
      NodeData data,
      Duration timeout,
      Runnable whole,
      Consumer<String> refusing) {}

  static Behavior<Command> create(Dependencies dependencies) {
    return Behaviors.setup(context -> new NodeLane(context, dependencies));
  }

  private final Dependencies dependencies;
  private final ActorRef<StatusBoard.Command> board;
  private final StageAsk ask;
  private final LaneAnswers out = new LaneAnswers();
  private final Work work = new Work();
  private final Deque<ToLane> early = new ArrayDeque<>();
  private Optional<ActorRef<Lane.Command>> lane = Optional.empty();
  private final ShownParts images;
  private boolean begun;

  private NodeLane(ActorContext<Command> context, Dependencies dependencies) {
    super(context);
    this.dependencies = dependencies;
    images = new ShownParts(dependencies.data());
    board = context.spawn(Behaviors.ignore(), "board");
    ActorSystem<?> system = context.getSystem();
    ask = StageAsk.of(system, board);
    ToAgent.LaneEnds ends = dependencies.order().ends();
    context.watchWith(Reliably.actor(system, ends.lane()), new NotNeeded());
    send(context, "sends", ends.answers());
    send(context, RemoteLane.MAPS, ends.maps());
    Reliably.<Command, ToLane>receiving(context, "receives", Came::new)
        .tell(
            new ConsumerController.RegisterToProducerController<>(
                Reliably.actor(system, ends.questions())));
    context.getSelf().tell(new Begin());
  }

  private static void send(ActorContext<Command> context, String name, String whom) {
    Reliably.<Command, FromLane>sending(context, name, FromLane.class, Demanded::new)
        .tell(new ProducerController.RegisterConsumer<>(Reliably.actor(context.getSystem(), whom)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Begin.class, begin -> onBegin())
        .onMessage(Came.class, this::onCame)
        .onMessage(Demanded.class, this::onDemanded)
        .onMessage(Inferred.class, this::onInferred)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(NotNeeded.class, gone -> Behaviors.stopped())
        .onSignal(ChildFailed.class, this::onFailed)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onBegin() {
    dependencies.store().need(dependencies.order().program(), dependencies.order().passing());
    begun = true;
    open(true);
    return this;
  }

  private void refuse(String sentence) {
    dependencies.refusing().accept(sentence);
    out.send(new FromLane.Ended(sentence));
  }

  private Behavior<Command> onCame(Came came) {
    came.delivery().message().visit(work);
    came.delivery().confirmTo().tell(ConsumerController.confirmed());
    return this;
  }

  private Behavior<Command> onDemanded(Demanded demanded) {
    out.demanded(demanded.next());
    return this;
  }

  private Behavior<Command> onInferred(Inferred inferred) {
    Map<String, HostTensor> outputs = inferred.outputs();
    if (outputs != null) {
      out.answer(inferred.number(), outputs);
      return this;
    }
    Throwable cause = Failures.cause(inferred.error());
    out.send(
        Failures.rest(cause)
            .<FromLane>map(rest -> new FromLane.Resting(inferred.number(), rest.toMillis()))
            .orElseGet(
                () ->
                    new FromLane.Failed(
                        inferred.number(), Failures.sentence(cause), Failures.isInput(cause))));
    return this;
  }

  /** What can't be read now is sent; what is another image than the run's is the end. */
  private Behavior<Command> onLoaded(Loaded loaded) {
    ToLane.Planned piece = loaded.piece();
    Images made = loaded.images();
    if (made == null) {
      out.send(
          new FromLane.PixelsWanted(
              piece.number(), Failures.sentence(Failures.cause(loaded.error()))));
    } else if (Checksum.of(made) != piece.checksum()) {
      refuse(images.place() + ": other pixels of " + piece.subject() + " (expected: the run's)");
    } else {
      lane.ifPresent(to -> infer(to, piece.number(), piece.subject(), made));
    }
    return this;
  }

  private void infer(ActorRef<Lane.Command> to, long number, String subject, Images shown) {
    getContext()
        .pipeToSelf(
            ask.<Lane.Command, Map<String, HostTensor>>ask(
                to, dependencies.timeout(), replyTo -> new Lane.Infer(shown, subject, replyTo)),
            (outputs, error) -> new Inferred(number, outputs, error));
  }

  private Behavior<Command> onFailed(ChildFailed failed) {
    out.send(new FromLane.Ended(Failures.sentence(Failures.cause(failed.getCause()))));
    return this;
  }

  private Behavior<Command> onStopped() {
    ToAgent.OpenLane order = dependencies.order();
    if (begun) {
      try {
        dependencies.store().letGo(order.program());
      } catch (IOException e) {
        getContext().getLog().warn("{}: {}", order.lane(), Failures.sentence(e));
      }
    }
    return this;
  }

  /** Asks for the files that are missing, or begins to work. */
  private void open(boolean told) {
    try {
      List<Integer> missing = dependencies.store().missing(dependencies.order().program());
      if (missing.isEmpty()) {
        spawn();
        dependencies.whole().run();
      }
      if (told || missing.isEmpty()) {
        out.send(new FromLane.Opened(missing));
      }
    } catch (IOException e) {
      out.send(new FromLane.Ended(Failures.sentence(e)));
    }
  }

  private FrozenModel load() {
    ToAgent.OpenLane order = dependencies.order();
    return dependencies
        .models()
        .load(order.device(), order.program(), dependencies.store().place(order.program()));
  }

  private void spawn() {
    ActorRef<Lane.Command> spawned =
        getContext()
            .spawn(
                Lane.create(dependencies.settings(), this::load, board),
                "lane",
                DispatcherSelector.fromConfig("reflux.native-dispatcher"));
    getContext().watch(spawned);
    lane = Optional.of(spawned);
    early.forEach(piece -> piece.visit(work));
    early.clear();
  }

  /** What each message of the run means. */
  private final class Work implements ToLane.Visitor {
    @Override
    public void filePart(ToLane.FilePart part) {
      try {
        if (dependencies.store().write(dependencies.order().program(), part)) {
          open(false);
        }
      } catch (IOException | IndexOutOfBoundsException e) {
        out.send(new FromLane.Ended(Failures.sentence(e)));
      }
    }

    @Override
    public void shown(ToLane.Shown shown) {
      try {
        images.open(shown.source());
      } catch (InputException e) {
        refuse(Failures.sentence(e));
      }
    }

    @Override
    public void piece(ToLane.Piece piece) {
      lane.ifPresentOrElse(
          to -> infer(to, piece.number(), piece.subject(), LaneTensors.images(piece)),
          () -> early.add(piece));
    }

    @Override
    public void planned(ToLane.Planned piece) {
      if (lane.isEmpty()) {
        early.add(piece);
      } else {
        // Of a part that isn't here it has said that it can't work for the run.
        images
            .load(piece.plan())
            .ifPresent(
                loading ->
                    getContext()
                        .pipeToSelf(loading, (made, error) -> new Loaded(piece, made, error)));
      }
    }

    @Override
    public void putAside() {
      lane.ifPresent(to -> to.tell(new Lane.PutAside()));
    }
  }
}
