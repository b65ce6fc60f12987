package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.reflux.wire.NodeFacts;
import io.reflux.wire.ToAgent;
import io.reflux.wire.ToDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final NodeFacts RUN = new NodeFacts("1.0", "2.7.1", List.of());

  @TempDir Path folder;
  private final Candidate candidate =
      new Candidate(KIT.createTestProbe(ToAgent.class).getRef(), "run-nonce");

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void whoKnowsTheSecretAndIsAlikeIsTaken() throws IOException {
    Proof proof = proof("secret");
    assertThat(candidate.problem(present(proof, RUN), RUN, proof("  secret\n"))).isEmpty();
  }

  @Test
  void whoIsAnotherIsRefusedInASentence() throws IOException {
    Proof proof = proof("secret");
    assertThat(candidate.problem(present(proof("guess"), RUN), RUN, proof))
        .hasValue("node here:0.secret: another (expected: the run's)");
    assertThat(candidate.problem(present(Proof.by(Optional.empty()), RUN), RUN, proof)).isPresent();
    assertThat(candidate.problem(present(proof, facts("1.1", "2.7.1")), RUN, proof))
        .hasValue("node here:0.version: 1.1 (expected: 1.0)");
    assertThat(candidate.problem(present(proof, facts("1.0", "2.6")), RUN, proof))
        .hasValue("node here:0.libtorch: 2.6 (expected: 2.7.1)");
  }

  /** What was heard of one conversation proves nothing in another, nor about other facts. */
  @Test
  void aProofIsOfOneConversationAndOfWhatWasSaidInIt() throws IOException {
    Proof proof = proof("secret");
    ToDesk.Present heard = present(proof, RUN);
    Candidate other = new Candidate(KIT.createTestProbe(ToAgent.class).getRef(), "another-nonce");
    assertThat(other.problem(heard, RUN, proof)).isPresent();
    ToDesk.Present altered =
        new ToDesk.Present("run-nonce", heard.nodeNonce(), facts("1.1", "2.7.1"), heard.proof());
    assertThat(candidate.problem(altered, facts("1.1", "2.7.1"), proof)).isPresent();
    assertThat(proof.holds(heard.proof(), Candidate.words("run", "run-nonce", "n", RUN))).isFalse();
  }

  @Test
  void wordsAreNotRunTogether() throws IOException {
    Proof proof = proof("secret");
    assertThat(proof.of(List.of("ab", "c"))).isNotEqualTo(proof.of(List.of("a", "bc")));
    assertThat(Proof.nonce()).hasSize(32).isNotEqualTo(Proof.nonce());
  }

  @Test
  void anEmptySecretIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("empty"), " \n");
    assertThatThrownBy(() -> Proof.by(Optional.of(file)))
        .hasMessage(file + ": empty (expected: a secret)");
  }

  private static ToDesk.Present present(Proof proof, NodeFacts facts) {
    return new ToDesk.Present(
        "run-nonce", "n", facts, proof.of(Candidate.words("node", "run-nonce", "n", facts)));
  }

  private static NodeFacts facts(String version, String engine) {
    return new NodeFacts(version, engine, List.of());
  }

  private Proof proof(String secret) throws IOException {
    return Proof.by(Optional.of(Files.writeString(folder.resolve("secret"), secret)));
  }
}
