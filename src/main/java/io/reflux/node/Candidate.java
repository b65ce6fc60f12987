package io.reflux.node;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import io.reflux.wire.NodeFacts;
import io.reflux.wire.ToAgent;
import io.reflux.wire.ToDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node that has come to a run's desk, and what became of it. For one actor. */
final class Candidate {
  private final ActorRef<ToAgent> agent;
  private final String nonce;
  private Optional<NodeFacts> accepted = Optional.empty();
  private boolean refused;

  /** One that has said nothing yet. */
  Candidate(ActorRef<ToAgent> agent, String nonce) {
    this.agent = agent;
    this.nonce = nonce;
  }

  /** The node's agent. */
  ActorRef<ToAgent> agent() {
    return agent;
  }

  /** What was drawn for it: names the run to it. */
  String nonce() {
    return nonce;
  }

  /** As it is shown: its host and port. */
  String name() {
    Address address = agent.path().address();
    return "node " + address.getHost().orElse("here") + ":" + address.getPort().orElse(0);
  }

  /** Its host and port. */
  String place() {
    return name().substring("node ".length());
  }

  /** True while it has neither been accepted nor refused. */
  boolean isSilent() {
    return accepted.isEmpty() && !refused;
  }

  /** What it offers; empty unless it is accepted. */
  Optional<NodeFacts> accepted() {
    return accepted;
  }

  void accept(NodeFacts facts) {
    accepted = Optional.of(facts);
  }

  /** True if it wasn't refused before: it may have said who it is more than once. */
  boolean refuse() {
    boolean first = !refused;
    accepted = Optional.empty();
    refused = true;
    return first;
  }

  /** Why it can't work for a run, in a sentence; empty if it can. */
  Optional<String> problem(ToDesk.Present present, NodeFacts run, Proof proof) {
    NodeFacts facts = present.facts();
    if (!proof.holds(present.proof(), words("node", nonce, present.nodeNonce(), facts))) {
      return Optional.of(name() + ".secret: another (expected: the run's)");
    }
    if (!facts.version().equals(run.version())) {
      return Optional.of(
          name() + ".version: " + facts.version() + " (expected: " + run.version() + ")");
    }
    if (!facts.engine().equals(run.engine())) {
      return Optional.of(
          name() + ".libtorch: " + facts.engine() + " (expected: " + run.engine() + ")");
    }
    return Optional.empty();
  }

  /** What either of the two proves that it knows the secret by. */
  static List<String> words(String who, String runNonce, String nodeNonce, NodeFacts facts) {
    List<String> words = new ArrayList<>(List.of(who, runNonce, nodeNonce));
    words.addAll(facts.words());
    return words;
  }
}
