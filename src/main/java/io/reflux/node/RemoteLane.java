package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.delivery.ConsumerController;
import akka.actor.typed.delivery.ProducerController;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.reflux.engine.HostTensor;
import io.reflux.setting.InputException;
import io.reflux.stage.Lane;
import io.reflux.stage.LaneReports;
import io.reflux.stage.StageRestartingException;
import io.reflux.stage.StageSettings;
import io.reflux.stage.StageState;
import io.reflux.stage.StatusBoard;
import io.reflux.wire.FromLane;
import io.reflux.wire.ImagePlan;
import io.reflux.wire.ImageSource;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.ToAgent;
import io.reflux.wire.ToLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A lane on another machine, as a pool sees it. What is asked of it travels to the node; when the
 * node is no more, so is this, and the pool asks others.
 */
final class RemoteLane extends AbstractBehavior<RemoteLane.Command> {
  private static final Duration OPENING = Duration.ofSeconds(2);
  private static final Duration NO_MORE = Duration.ofSeconds(1);

  /** The last name of whoever takes maps; the settings give them a connection of their own. */
  static final String MAPS = "maps";

  /** What it is told. */
  sealed interface Command {}

  private record Asked(Lane.Infer question) implements Command {}

  private record SetAside() implements Command {}

  private record Demanded(ProducerController.RequestNext<ToLane> next) implements Command {}

  private record Came(ConsumerController.Delivery<FromLane> delivery) implements Command {}

  private record NodeGone() implements Command {}

  private record OpenAgain() implements Command {}

  /**
   * Which lane of whom.
   *
   * @param settings its name here, and where it computes
   * @param agent the node
   * @param runNonce names the run to the node
   * @param device the number of the node's lane
   * @param program the teacher
   * @param paths where the program's files lie here
   * @param images what the network is shown, if the node has the data; else pixels are sent
   * @param atOnce a part of them that the node is told of when the lane is opened
   * @param board collects what stages tell
   * @param passing whether the program is needed for this lane alone
   */
  record Place(
      StageSettings settings,
      ActorRef<ToAgent> agent,
      String runNonce,
      int device,
      LaneProgram program,
      List<Path> paths,
      Optional<OfferedImages> images,
      Optional<String> atOnce,
      ActorRef<StatusBoard.Command> board,
      boolean passing) {}

  static Behavior<Lane.Command> create(Place place) {
    Behavior<Command> own =
        Behaviors.withTimers(
            timers -> Behaviors.setup(context -> new RemoteLane(context, timers, place)));
    return Behaviors.transformMessages(
        Lane.Command.class,
        own,
        told ->
            told.match(Lane.Infer.class, Asked::new)
                .match(Lane.PutAside.class, aside -> new SetAside()));
  }

  private final Place place;
  private final LaneReports reports;
  private final TimerScheduler<Command> timers;
  private final Outgoing<ToLane> out = new Outgoing<>();
  private final Map<Long, Lane.Infer> open = new LinkedHashMap<>();
  private final Set<String> told = new HashSet<>();
  private final ToAgent.OpenLane order;
  private final Answering answering = new Answering();
  private final ArrivingAnswers arriving = new ArrivingAnswers();
  private long numbers;
  private boolean over;

  private RemoteLane(ActorContext<Command> context, TimerScheduler<Command> timers, Place place) {
    super(context);
    this.place = place;
    this.timers = timers;
    reports = new LaneReports(place.settings(), place.board());
    Function<ActorRef<?>, String> text = ref -> Reliably.text(context.getSystem(), ref);
    order =
        new ToAgent.OpenLane(
            place.runNonce(),
            place.settings().stage(),
            place.device(),
            place.program(),
            new ToAgent.LaneEnds(
                text.apply(context.getSelf()),
                text.apply(Reliably.sending(context, "sends", ToLane.class, Demanded::new)),
                text.apply(Reliably.receiving(context, "receives", Came::new)),
                text.apply(Reliably.receiving(context, MAPS, Came::new))),
            place.passing());
    place.atOnce().ifPresent(this::tell);
    context.watchWith(place.agent(), new NodeGone());
    timers.startTimerWithFixedDelay(new OpenAgain(), OPENING);
    place.agent().tell(order);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Asked.class, this::onAsked)
        .onMessage(SetAside.class, aside -> onAside())
        .onMessage(Demanded.class, this::onDemanded)
        .onMessage(Came.class, this::onCame)
        .onMessage(NodeGone.class, gone -> Behaviors.stopped())
        .onMessage(OpenAgain.class, again -> onOpenAgain())
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onAsked(Asked asked) {
    Lane.Infer question = asked.question();
    long number = numbers++;
    open.put(number, question);
    reports.asked(question);
    ImagePlan plan = question.images().plan();
    if (!plan.isEmpty() && tell(plan.part())) {
      out.send(
          new ToLane.Planned(number, question.subject(), plan, Checksum.of(question.images())));
    } else {
      sendPixels(number, question);
    }
    return this;
  }

  /** Tells the node, once, of images that it is going to make; false if it has them not. */
  private boolean tell(String part) {
    Optional<ImageSource> source = place.images().flatMap(images -> images.source(part));
    if (source.isPresent() && told.add(part)) {
      out.send(new ToLane.Shown(source.get()));
    }
    return source.isPresent();
  }

  private void sendPixels(long number, Lane.Infer question) {
    out.send(
        new ToLane.Piece(
            number,
            question.subject(),
            question.images().rows(),
            question.images().side(),
            question.images().pixels().duplicate()));
  }

  private Behavior<Command> onAside() {
    out.send(new ToLane.PutAside());
    reports.is(StageState.ASIDE);
    return this;
  }

  private Behavior<Command> onDemanded(Demanded demanded) {
    out.demanded(demanded.next());
    return this;
  }

  private Behavior<Command> onCame(Came came) {
    came.delivery().message().visit(answering);
    came.delivery().confirmTo().tell(ConsumerController.confirmed());
    return over ? Behaviors.stopped() : this;
  }

  private Behavior<Command> onOpenAgain() {
    place.agent().tell(order);
    return this;
  }

  /** Who asked is told to ask again; the pool hears at once that this lane is no more. */
  private Behavior<Command> onStopped() {
    open.values()
        .forEach(
            question ->
                question
                    .replyTo()
                    .tell(
                        StatusReply.error(
                            new StageRestartingException(place.settings().stage(), NO_MORE))));
    reports.is(StageState.STOPPED);
    return this;
  }

  private Optional<Lane.Infer> next() {
    return open.values().stream().findFirst();
  }

  /** What each of the lane's messages means for whoever asked. */
  private final class Answering implements FromLane.Visitor {
    @Override
    public void opened(FromLane.Opened opened) {
      timers.cancel(new OpenAgain());
      opened.missing().stream()
          .filter(number -> number >= 0 && number < place.paths().size())
          .forEach(number -> out.sendAll(new FileParts(number, place.paths().get(number))));
    }

    @Override
    public void answer(FromLane.Answer answer) {
      if (open.containsKey(answer.number())) {
        arriving.take(answer).ifPresent(outputs -> answered(answer.number(), outputs));
      }
    }

    @Override
    public void part(FromLane.Part part) {
      if (open.containsKey(part.number())) {
        arriving.take(part).ifPresent(outputs -> answered(part.number(), outputs));
      }
    }

    private void answered(long number, Map<String, HostTensor> outputs) {
      Lane.Infer question = open.remove(number);
      if (question != null) {
        reports.answered(question.images().rows(), next());
        question.replyTo().tell(StatusReply.success(outputs));
      }
    }

    @Override
    public void failed(FromLane.Failed failed) {
      String sentence = place.settings().stage() + ": " + failed.sentence();
      notAnswered(
          failed.number(),
          failed.input() ? new InputException(sentence) : new IllegalStateException(sentence));
    }

    @Override
    public void resting(FromLane.Resting resting) {
      notAnswered(
          resting.number(),
          new StageRestartingException(
              place.settings().stage(), Duration.ofMillis(resting.millis())));
    }

    @Override
    public void pixelsWanted(FromLane.PixelsWanted wanted) {
      Lane.Infer question = open.get(wanted.number());
      if (question != null) {
        getContext().getLog().warn("{}: {}", place.settings().stage(), wanted.sentence());
        sendPixels(wanted.number(), question);
      }
    }

    @Override
    public void ended(FromLane.Ended ended) {
      getContext().getLog().warn("{}: {}", place.settings().stage(), ended.sentence());
      over = true;
    }

    private void notAnswered(long number, RuntimeException cause) {
      arriving.forget(number);
      Lane.Infer question = open.remove(number);
      if (question != null) {
        reports.failed(next());
        question.replyTo().tell(StatusReply.error(cause));
      }
    }
  }
}
