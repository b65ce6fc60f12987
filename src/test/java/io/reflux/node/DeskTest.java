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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A desk and a node that a test plays. */
class DeskTest {
  private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.load());
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final NodeFacts RUN = new NodeFacts("1.0", "2.7.1", List.of());

  private final List<String> said = new CopyOnWriteArrayList<>();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  /** Of three lanes, one computes as the teacher's own and two don't. */
  @Test
  void lanesThatComputeAlikeAreGivenToThePoolAndANodeWithoutAnyIsRefused() throws IOException {
    Proof proof = Proof.by(Optional.empty());
    ActorRef<Desk.Command> desk =
        KIT.spawn(Desk.create(new Desk.Dependencies(RUN, false, proof, said::add)));
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

  /** A node has come and said who it is. */
  private static TestProbe<ToAgent> joined(Proof proof, String... kinds) {
    TestProbe<ToAgent> node = KIT.createTestProbe();
    KIT.system().receptionist().tell(Receptionist.register(NodeAgent.KEY, node.getRef()));
    ToAgent.Hello hello = node.expectMessageClass(ToAgent.Hello.class, PATIENCE);
    NodeFacts facts =
        new NodeFacts(
            "1.0",
            "2.7.1",
            List.of(kinds).stream().map(each -> new NodeFacts.LaneFacts("cpu", each)).toList());
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
    LaneProgram program =
        new LaneProgram(
            List.of(new LaneProgram.ProgramFile("a.pt", "0".repeat(64), 0)),
            "a.pt",
            "",
            List.of(),
            1,
            4);
    return new TeacherOffer(
        number -> "lane-" + number,
        1,
        program,
        List.of(),
        Device.Kind.CPU,
        Set.of("this kind"),
        Optional.empty());
  }
}
