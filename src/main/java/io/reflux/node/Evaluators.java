package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.stage.Lane;
import io.reflux.stage.Restarts;
import io.reflux.stage.StageSettings;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.NodeFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the nodes' evaluators are free. One that is taken is a lane with the network that is
 * measured, until whoever took it is done. For one actor.
 */
final class Evaluators {

  /**
   * A network that is to be measured.
   *
   * @param subject whose it is, as it is shown
   * @param program its program
   * @param paths where the program's files lie here
   * @param computing how it would be computed here
   * @param images what it is shown
   */
  record Wanted(
      String subject,
      LaneProgram program,
      List<Path> paths,
      String computing,
      Optional<OfferedImages> images) {}

  /**
   * An evaluator that is taken.
   *
   * @param node whose, as it is shown
   * @param reading whether the node reads the images itself
   * @param lane computes; ends with the node
   */
  record Seat(String node, boolean reading, ActorRef<Lane.Command> lane) {}

  private final Map<ActorRef<Lane.Command>, Candidate> taken = new HashMap<>();

  /** Whether any of the nodes has one that computes so, be it taken now. */
  static boolean areOffered(Collection<Candidate> nodes, String computing) {
    return nodes.stream()
        .flatMap(node -> node.accepted().stream())
        .anyMatch(facts -> facts.evaluators() > 0 && !alike(facts, computing).isEmpty());
  }

  /** Takes one that computes as it would be computed here; empty if none is free. */
  Optional<Seat> take(ActorContext<?> desk, Collection<Candidate> nodes, Wanted wanted) {
    for (Candidate node : nodes) {
      Optional<Seat> seat =
          node.accepted()
              .filter(facts -> at(node) < facts.evaluators())
              .flatMap(facts -> seat(desk, node, facts, wanted));
      if (seat.isPresent()) {
        taken.put(seat.get().lane(), node);
        return seat;
      }
    }
    return Optional.empty();
  }

  /** One is free again, or is no more. */
  void ended(ActorRef<Lane.Command> lane) {
    taken.remove(lane);
  }

  private long at(Candidate node) {
    return taken.values().stream().filter(node::equals).count();
  }

  /** Evaluations are shared out over the devices. */
  private Optional<Integer> device(Candidate node, NodeFacts facts, String computing) {
    List<Integer> alike = alike(facts, computing);
    return alike.isEmpty()
        ? Optional.empty()
        : Optional.of(alike.get((int) (at(node) % alike.size())));
  }

  private static List<Integer> alike(NodeFacts facts, String computing) {
    List<Integer> alike = new ArrayList<>();
    for (int i = 0; i < facts.lanes().size(); i++) {
      if (facts.lanes().get(i).computing().equals(computing)) {
        alike.add(i);
      }
    }
    return alike;
  }

  private Optional<Seat> seat(
      ActorContext<?> desk, Candidate node, NodeFacts facts, Wanted wanted) {
    Optional<OfferedImages> images =
        wanted.images().filter(each -> facts.data().contains(each.dataset()));
    return device(node, facts, wanted.computing())
        .map(
            device ->
                new Seat(
                    node.name(), images.isPresent(), spawn(desk, node, device, wanted, images)));
  }

  private static ActorRef<Lane.Command> spawn(
      ActorContext<?> desk,
      Candidate node,
      int device,
      Wanted wanted,
      Optional<OfferedImages> images) {
    RemoteLane.Place place =
        new RemoteLane.Place(
            new StageSettings("evaluator of " + wanted.subject(), node.place(), Restarts.NONE),
            node.agent(),
            node.nonce(),
            device,
            wanted.program(),
            wanted.paths(),
            images,
            Optional.empty(),
            desk.spawnAnonymous(Behaviors.ignore()),
            true);
    return desk.spawnAnonymous(
        RemoteLane.create(place), DispatcherSelector.fromConfig("reflux.file-dispatcher"));
  }
}
