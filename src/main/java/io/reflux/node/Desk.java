package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import io.reflux.setting.Amount;
import io.reflux.stage.Lane;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherPool;
import io.reflux.wire.NodeFacts;
import io.reflux.wire.ToAgent;
import io.reflux.wire.ToDesk;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Where nodes come to a run: asks each who it is, accepts or refuses it in a sentence, and gives
 * the lanes of those that are accepted to the pools of the run's teachers.
 */
final class Desk extends AbstractBehavior<Desk.Command> {
  private static final Duration ASKING = Duration.ofSeconds(2);

  /** What a desk is told. */
  sealed interface Command {}

  /** A teacher takes lanes from nodes until its pool ends. */
  record Teach(
      TeacherOffer offer, ActorRef<TeacherPool.Command> pool, ActorRef<StatusBoard.Command> board)
      implements Command {}

  /** Whether a node offers evaluators that compute like this, free or not. */
  record Offered(String computing, CompletableFuture<Boolean> answer) implements Command {}

  /**
   * A network is to be measured on a node, if one has an evaluator that is free. Whoever waits no
   * longer has completed the answer, and none is taken for him.
   */
  record Measure(Evaluators.Wanted wanted, CompletableFuture<Optional<Evaluators.Seat>> answer)
      implements Command {}

  /** It has been measured. */
  record Leave(Evaluators.Seat seat) implements Command {}

  private record SeatEnded(ActorRef<Lane.Command> lane) implements Command {}

  private record Listed(Receptionist.Listing nodes) implements Command {}

  private record Heard(ToDesk message) implements Command {}

  private record AskAgain() implements Command {}

  private record NodeGone(ActorRef<ToAgent> agent) implements Command {}

  private record PoolEnded(ActorRef<TeacherPool.Command> pool) implements Command {}

  /**
   * What a desk works with.
   *
   * @param facts what the run is
   * @param tf32 whether convolutions on GPUs may round to TF32
   * @param proof shows that somebody knows the secret
   * @param saying takes sentences on nodes, for whoever looks at the run
   */
  record Dependencies(NodeFacts facts, boolean tf32, Proof proof, Consumer<String> saying) {}

  static Behavior<Command> create(Dependencies dependencies) {
    return Behaviors.withTimers(
        timers ->
            Behaviors.setup(
                context -> {
                  timers.startTimerWithFixedDelay(new AskAgain(), ASKING);
                  return new Desk(context, dependencies);
                }));
  }

  private final Dependencies dependencies;
  private final String self;
  private final Map<ActorRef<ToAgent>, Candidate> candidates = new LinkedHashMap<>();
  private final Map<ActorRef<TeacherPool.Command>, Teaching> teachers = new LinkedHashMap<>();
  private final Evaluators evaluators = new Evaluators();
  private final Talk talk = new Talk();

  private Desk(ActorContext<Command> context, Dependencies dependencies) {
    super(context);
    this.dependencies = dependencies;
    self = Reliably.text(context.getSystem(), context.messageAdapter(ToDesk.class, Heard::new));
    context
        .getSystem()
        .receptionist()
        .tell(
            Receptionist.subscribe(
                NodeAgent.KEY, context.messageAdapter(Receptionist.Listing.class, Listed::new)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Teach.class, this::onTeach)
        .onMessage(Offered.class, this::onOffered)
        .onMessage(Measure.class, this::onMeasure)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(SeatEnded.class, this::onSeatEnded)
        .onMessage(Listed.class, this::onListed)
        .onMessage(Heard.class, this::onHeard)
        .onMessage(AskAgain.class, again -> onAskAgain())
        .onMessage(NodeGone.class, this::onNodeGone)
        .onMessage(PoolEnded.class, this::onPoolEnded)
        .build();
  }

  private Behavior<Command> onTeach(Teach teach) {
    getContext().watchWith(teach.pool(), new PoolEnded(teach.pool()));
    Teaching teaching = new Teaching(teach.offer(), teach.pool(), teach.board());
    teachers.put(teach.pool(), teaching);
    candidates.values().forEach(each -> each.accepted().ifPresent(f -> take(teaching, each, f)));
    return this;
  }

  private Behavior<Command> onOffered(Offered asked) {
    asked.answer().complete(Evaluators.areOffered(candidates.values(), asked.computing()));
    return this;
  }

  private Behavior<Command> onMeasure(Measure measure) {
    if (measure.answer().isDone()) {
      return this;
    }
    Optional<Evaluators.Seat> seat =
        evaluators.take(getContext(), candidates.values(), measure.wanted());
    seat.ifPresent(taken -> getContext().watchWith(taken.lane(), new SeatEnded(taken.lane())));
    if (!measure.answer().complete(seat)) {
      seat.ifPresent(this::free);
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave leave) {
    free(leave.seat());
    return this;
  }

  /** It is free at once: who asks next isn't told of one that is still ending. */
  private void free(Evaluators.Seat seat) {
    evaluators.ended(seat.lane());
    getContext().stop(seat.lane());
  }

  private Behavior<Command> onSeatEnded(SeatEnded ended) {
    evaluators.ended(ended.lane());
    return this;
  }

  private Behavior<Command> onListed(Listed listed) {
    for (ActorRef<ToAgent> agent : listed.nodes().getServiceInstances(NodeAgent.KEY)) {
      if (!candidates.containsKey(agent)) {
        getContext().watchWith(agent, new NodeGone(agent));
        Candidate candidate = new Candidate(agent, Proof.nonce());
        candidates.put(agent, candidate);
        ask(candidate);
      }
    }
    return this;
  }

  private Behavior<Command> onAskAgain() {
    candidates.values().stream().filter(Candidate::isSilent).forEach(this::ask);
    return this;
  }

  private Behavior<Command> onHeard(Heard heard) {
    heard.message().visit(talk);
    return this;
  }

  private Behavior<Command> onNodeGone(NodeGone gone) {
    Candidate candidate = candidates.remove(gone.agent());
    if (candidate != null && candidate.accepted().isPresent()) {
      String more = teachers.isEmpty() ? "" : "; what it was at is asked of others";
      say(candidate.name() + " is gone" + more);
    }
    return this;
  }

  private Behavior<Command> onPoolEnded(PoolEnded ended) {
    teachers.remove(ended.pool());
    return this;
  }

  private void ask(Candidate candidate) {
    candidate
        .agent()
        .tell(
            new ToAgent.Hello(self, candidate.nonce(), dependencies.facts(), dependencies.tf32()));
  }

  private void take(Teaching teaching, Candidate node, NodeFacts facts) {
    if (teaching.take(node, facts) == 0) {
      refuse(node, String.format("%s.lanes: %s", node.name(), teaching.refusal(facts)));
    }
  }

  private void refuse(Candidate node, String sentence) {
    if (node.refuse()) {
      say("refused: " + sentence);
    }
    node.agent().tell(new ToAgent.RefuseNode(node.nonce(), sentence));
  }

  private void say(String sentence) {
    getContext().getLog().info(sentence);
    dependencies.saying().accept(sentence);
  }

  private static String offer(NodeFacts facts) {
    String evaluators =
        facts.evaluators() == 0 ? "" : " and " + Amount.of(facts.evaluators(), "evaluator");
    String data = facts.data().isEmpty() ? "" : ", and reads " + String.join(", ", facts.data());
    return Amount.of(facts.lanes().size(), "lane") + evaluators + data;
  }

  /** What nodes say. */
  private final class Talk implements ToDesk.Visitor {
    @Override
    public void present(ToDesk.Present present) {
      of(present.runNonce()).ifPresent(node -> answer(node, present));
    }

    @Override
    public void refuseRun(ToDesk.RefuseRun refusal) {
      of(refusal.runNonce())
          .ifPresent(
              node -> {
                node.refuse();
                say(node.name() + " refuses this run: " + refusal.sentence());
              });
    }

    private Optional<Candidate> of(String nonce) {
      return candidates.values().stream().filter(each -> each.nonce().equals(nonce)).findFirst();
    }

    private void answer(Candidate node, ToDesk.Present present) {
      Optional<String> problem = node.problem(present, dependencies.facts(), dependencies.proof());
      if (problem.isPresent()) {
        refuse(node, problem.get());
        return;
      }
      boolean first = node.isSilent();
      NodeFacts own = dependencies.facts();
      node.agent()
          .tell(
              new ToAgent.Welcome(
                  node.nonce(),
                  dependencies
                      .proof()
                      .of(Candidate.words("run", node.nonce(), present.nodeNonce(), own))));
      if (first) {
        NodeFacts facts = present.facts();
        node.accept(facts);
        say(node.name() + " has joined with " + offer(facts));
        teachers.values().forEach(teaching -> take(teaching, node, facts));
      }
    }
  }
}
