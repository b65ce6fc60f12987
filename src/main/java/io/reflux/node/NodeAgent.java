package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.reflux.engine.Device;
import io.reflux.engine.Numerics;
import io.reflux.stage.StageSettings;
import io.reflux.stage.Timeouts;
import io.reflux.wire.NodeFacts;
import io.reflux.wire.ToAgent;
import io.reflux.wire.ToDesk;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A node of a run: says who it is, and opens lanes for the run once each knows that the other knows
 * the secret. It ends when the run does; whoever started it begins with another one.
 */
final class NodeAgent extends AbstractBehavior<NodeAgent.Command> {
  static final ServiceKey<ToAgent> KEY = ServiceKey.create(ToAgent.class, "reflux-node");

  /** What it is told. */
  sealed interface Command {}

  private record Heard(ToAgent message) implements Command {}

  private record RunGone() implements Command {}

  private record Left(ClusterEvent.MemberRemoved member) implements Command {}

  private record LaneGone(String lane) implements Command {}

  private record Whole(Path program) implements Command {}

  private record OtherData(String sentence) implements Command {}

  /**
   * What it works with.
   *
   * @param devices where it has lanes
   * @param evaluators so many networks may be measured at once
   * @param models loads teachers
   * @param store files of programs
   * @param data datasets that are here
   * @param proof shows that somebody knows the secret
   * @param timeouts how long a lane may take for an answer, and how often it may begin afresh
   * @param saying takes sentences on runs, for whoever looks at the node
   * @param over told that the run is gone; the actors may take longer, or never end
   */
  record Dependencies(
      List<Device> devices,
      int evaluators,
      NodeModels models,
      ProgramStore store,
      NodeData data,
      Proof proof,
      Timeouts timeouts,
      Consumer<String> saying,
      Runnable over) {}

  static Behavior<Command> create(Dependencies dependencies) {
    return Behaviors.setup(
        context -> {
          Cluster.get(context.getSystem())
              .subscriptions()
              .tell(
                  Subscribe.create(
                      context.messageAdapter(ClusterEvent.MemberRemoved.class, Left::new),
                      ClusterEvent.MemberRemoved.class));
          return new NodeAgent(context, dependencies);
        });
  }

  /** A run that has asked who the node is. */
  private record Asking(
      ActorRef<ToDesk> desk, String runNonce, String nodeNonce, NodeFacts facts, NodeFacts own) {}

  private final Dependencies dependencies;
  private final Talk talk = new Talk();
  private final Map<String, Optional<Path>> lanes = new HashMap<>();
  private Optional<Asking> asking = Optional.empty();
  private final Set<String> refusals = new HashSet<>();
  private boolean accepted;

  private NodeAgent(ActorContext<Command> context, Dependencies dependencies) {
    super(context);
    this.dependencies = dependencies;
    context
        .getSystem()
        .receptionist()
        .tell(Receptionist.register(KEY, context.messageAdapter(ToAgent.class, Heard::new)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Heard.class, this::onHeard)
        .onMessage(RunGone.class, gone -> onRunGone())
        .onMessage(Left.class, this::onLeft)
        .onMessage(LaneGone.class, this::onLaneGone)
        .onMessage(Whole.class, this::onWhole)
        .onMessage(OtherData.class, this::onOtherData)
        .build();
  }

  private Behavior<Command> onHeard(Heard heard) {
    heard.message().visit(talk);
    return this;
  }

  private Behavior<Command> onRunGone() {
    if (accepted) {
      dependencies.saying().accept("the run is gone");
    }
    dependencies.over().run();
    return Behaviors.stopped();
  }

  private Behavior<Command> onLeft(Left left) {
    return left.member().member().hasRole("run") ? onRunGone() : this;
  }

  private Behavior<Command> onLaneGone(LaneGone gone) {
    lanes.remove(gone.lane());
    return this;
  }

  private Behavior<Command> onWhole(Whole whole) {
    lanes.replaceAll(
        (lane, fetching) -> fetching.filter(program -> !program.equals(whole.program())));
    return this;
  }

  /** Told once, of however many lanes. */
  private Behavior<Command> onOtherData(OtherData other) {
    if (refusals.add(other.sentence())) {
      dependencies.saying().accept("refused: " + other.sentence());
      asking.ifPresent(
          run -> run.desk().tell(new ToDesk.RefuseRun(run.runNonce(), other.sentence())));
    }
    return this;
  }

  /** What runs say. */
  private final class Talk implements ToAgent.Visitor {
    @Override
    public void hello(ToAgent.Hello hello) {
      if (asking.filter(was -> was.runNonce().equals(hello.nonce())).isEmpty()) {
        Numerics.allowTf32(hello.tf32());
        ActorRef<ToDesk> desk = Reliably.actor(getContext().getSystem(), hello.desk());
        getContext().watchWith(desk, new RunGone());
        accepted = false;
        asking =
            Optional.of(
                new Asking(
                    desk,
                    hello.nonce(),
                    Proof.nonce(),
                    hello.facts(),
                    LocalFacts.of(
                        dependencies.devices(),
                        dependencies.data().names(),
                        dependencies.evaluators())));
      }
      asking.ifPresent(this::present);
    }

    private void present(Asking run) {
      run.desk()
          .tell(
              new ToDesk.Present(
                  run.runNonce(),
                  run.nodeNonce(),
                  run.own(),
                  dependencies
                      .proof()
                      .of(Candidate.words("node", run.runNonce(), run.nodeNonce(), run.own()))));
    }

    @Override
    public void welcome(ToAgent.Welcome welcome) {
      of(welcome.runNonce()).ifPresent(run -> welcomed(run, welcome));
    }

    private void welcomed(Asking run, ToAgent.Welcome welcome) {
      List<String> words = Candidate.words("run", run.runNonce(), run.nodeNonce(), run.facts());
      if (!dependencies.proof().holds(welcome.proof(), words)) {
        String sentence = "run.secret: another (expected: the node's)";
        run.desk().tell(new ToDesk.RefuseRun(run.runNonce(), sentence));
        dependencies.saying().accept("refused: " + sentence);
      } else if (!accepted) {
        accepted = true;
        dependencies.saying().accept("at work for " + run.desk().path().address());
      }
    }

    @Override
    public void refuseNode(ToAgent.RefuseNode refusal) {
      if (of(refusal.runNonce()).isPresent()) {
        accepted = false;
        if (refusals.add(refusal.sentence())) {
          dependencies.saying().accept("refused by the run: " + refusal.sentence());
        }
      }
    }

    /** One that comes again was opened already, or waits until another lane has got the program. */
    @Override
    public void openLane(ToAgent.OpenLane order) {
      Optional<Asking> run = of(order.runNonce());
      if (run.isEmpty() || order.device() >= dependencies.devices().size()) {
        return;
      }
      if (!accepted) {
        present(run.get()); // its welcome was lost
        return;
      }
      Path program = dependencies.store().place(order.program());
      boolean fetching =
          lanes.values().stream().flatMap(Optional::stream).anyMatch(program::equals);
      String lane = order.ends().lane();
      if (!fetching && !lanes.containsKey(lane)) {
        lanes.put(lane, Optional.of(program));
        spawn(order, program);
      }
    }

    private void spawn(ToAgent.OpenLane order, Path program) {
      ActorRef<Command> self = getContext().getSelf();
      StageSettings settings =
          new StageSettings(
              order.lane(),
              dependencies.devices().get(order.device()).toString(),
              dependencies.timeouts().restarts());
      ActorRef<NodeLane.Command> spawned =
          getContext()
              .spawnAnonymous(
                  NodeLane.create(
                      new NodeLane.Dependencies(
                          order,
                          settings,
                          dependencies.models(),
                          dependencies.store(),
                          dependencies.data(),
                          dependencies.timeouts().answer(),
                          () -> self.tell(new Whole(program)),
                          sentence -> self.tell(new OtherData(sentence)))),
                  DispatcherSelector.fromConfig("reflux.file-dispatcher"));
      getContext().watchWith(spawned, new LaneGone(order.ends().lane()));
    }

    private Optional<Asking> of(String nonce) {
      return asking.filter(run -> run.runNonce().equals(nonce));
    }
  }
}
