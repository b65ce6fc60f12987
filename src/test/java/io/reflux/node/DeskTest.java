package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.stage.TeacherPool;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.NodeFacts;
import io.reflux.wire.ToAgent;
import io.reflux.wire.ToDesk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A desk and a node that a test plays. */
class DeskTest {
  private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.load());
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final NodeFacts RUN = new NodeFacts("1.0", "2.7.1", List.of());

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<ActorRef<?>> desks = new ArrayList<>();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  /** Nodes of the next test are asked by its own desk alone. */
  @AfterEach
  void stopDesks() {
    desks.forEach(KIT::stop);
  }

  /** Of three lanes, one computes as the teacher's own and two don't. */
  @Test
  void lanesThatComputeAlikeAreGivenToThePoolAndANodeWithoutAnyIsRefused() throws IOException {
    Proof proof = Proof.by(Optional.empty());
    ActorRef<Desk.Command> desk = desk(proof);
    TestProbe<ToAgent> alike = joined(proof, "this kind", "another kind");
    alike.expectMessageClass(ToAgent.Welcome.class, PATIENCE);
    TestProbe<ToAgent> other = joined(proof, "another kind");
    other.expectMessageClass(ToAgent.Welcome.class, PATIENCE);
    TestProbe<TeacherPool.Command> pool = KIT.createTestProbe();
    desk.tell(new Desk.Teach(offer(), pool.getRef(), KIT.spawn(Behaviors.ignore())));
    pool.expectMessageClass(TeacherPool.LaneCame.class, PATIENCE);
    String sentence = other.expectMessageClass(ToAgent.RefuseNode.class, PATIENCE).sentence();
    assertThat(sentence)
        .contains("another kind")
        .endsWith("(expected: this kind, as the teacher's others)");
    pool.expectNoMessage(Duration.ZERO);
    assertThat(said).contains("refused: " + sentence);
  }

  /** Whoever measures one network after the other doesn't wait for the end of the seat before. */
  @Test
  void anEvaluatorThatIsLeftIsFreeAtOnce() throws Exception {
    ActorRef<Desk.Command> desk = withOneEvaluator();
    CompletableFuture<Optional<Evaluators.Seat>> first = new CompletableFuture<>();
    CompletableFuture<Optional<Evaluators.Seat>> whileTaken = new CompletableFuture<>();
    CompletableFuture<Optional<Evaluators.Seat>> after = new CompletableFuture<>();
    // told in the desk's own turn: nothing can come between
    CompletableFuture<Void> told =
        first.thenAccept(
            seat -> {
              desk.tell(new Desk.Measure(wanted(), whileTaken));
              desk.tell(new Desk.Leave(seat.orElseThrow()));
              desk.tell(new Desk.Measure(wanted(), after));
            });
    desk.tell(new Desk.Measure(wanted(), first));
    told.get(1, TimeUnit.MINUTES);
    assertThat(whileTaken.get(1, TimeUnit.MINUTES)).isEmpty();
    assertThat(after.get(1, TimeUnit.MINUTES)).isPresent();
  }

  /** Nobody would ever leave it. */
  @Test
  void noEvaluatorIsTakenForWhoWaitsNoLonger() throws Exception {
    ActorRef<Desk.Command> desk = withOneEvaluator();
    CompletableFuture<Optional<Evaluators.Seat>> late = new CompletableFuture<>();
    late.cancel(false);
    desk.tell(new Desk.Measure(wanted(), late));
    CompletableFuture<Optional<Evaluators.Seat>> next = new CompletableFuture<>();
    desk.tell(new Desk.Measure(wanted(), next));
    assertThat(next.get(1, TimeUnit.MINUTES)).isPresent();
  }

  @Test
  void evaluatorsAreOfferedForWhatTheyComputeLike() throws Exception {
    ActorRef<Desk.Command> desk = withOneEvaluator();
    assertThat(offered(desk, "this kind")).isTrue();
    assertThat(offered(desk, "another kind")).isFalse();
  }

  private static boolean offered(ActorRef<Desk.Command> desk, String computing) throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    desk.tell(new Desk.Offered(computing, answer));
    return answer.get(1, TimeUnit.MINUTES);
  }

  private ActorRef<Desk.Command> withOneEvaluator() throws IOException {
    Proof proof = Proof.by(Optional.empty());
    ActorRef<Desk.Command> desk = desk(proof);
    joined(proof, 1, "this kind").expectMessageClass(ToAgent.Welcome.class, PATIENCE);
    return desk;
  }

  private ActorRef<Desk.Command> desk(Proof proof) {
    ActorRef<Desk.Command> desk =
        KIT.spawn(Desk.create(new Desk.Dependencies(RUN, false, proof, said::add)));
    desks.add(desk);
    return desk;
  }

  private static Evaluators.Wanted wanted() {
    return new Evaluators.Wanted("student", program(), List.of(), "this kind", Optional.empty());
  }

  private static TestProbe<ToAgent> joined(Proof proof, String... kinds) {
    return joined(proof, 0, kinds);
  }

  /** A node has come and said who it is. */
  private static TestProbe<ToAgent> joined(Proof proof, int evaluators, String... kinds) {
    TestProbe<ToAgent> node = KIT.createTestProbe();
    KIT.system().receptionist().tell(Receptionist.register(NodeAgent.KEY, node.getRef()));
    ToAgent.Hello hello = node.expectMessageClass(ToAgent.Hello.class, PATIENCE);
    NodeFacts facts =
        new NodeFacts(
            "1.0",
            "2.7.1",
            List.of(kinds).stream().map(each -> new NodeFacts.LaneFacts("cpu", each)).toList(),
            List.of(),
            evaluators);
    Reliably.<ToDesk>actor(KIT.system(), hello.desk())
        .tell(
            new ToDesk.Present(
                hello.nonce(),
                "n",
                facts,
                proof.of(Candidate.words("node", hello.nonce(), "n", facts))));
    return node;
  }

  private static TeacherOffer offer() {
    return new TeacherOffer(
        number -> "lane-" + number,
        1,
        program(),
        List.of(),
        Device.Kind.CPU,
        Set.of("this kind"),
        Optional.empty());
  }

  private static LaneProgram program() {
    return new LaneProgram(
        List.of(new LaneProgram.ProgramFile("a.pt", "0".repeat(64), 0)),
        "a.pt",
        "",
        List.of(),
        1,
        4);
  }
}
