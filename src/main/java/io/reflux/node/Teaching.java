package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import io.reflux.stage.Restarts;
import io.reflux.stage.StageSettings;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherPool;
import io.reflux.wire.NodeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A teacher whose pool takes lanes from nodes. For one actor. */
final class Teaching {
  private static final String OTHERS = ", as the teacher's others)";

  private final TeacherOffer offer;
  private final ActorRef<TeacherPool.Command> pool;
  private final ActorRef<StatusBoard.Command> board;
  private final Set<String> alike;
  private int lanes;

  Teaching(
      TeacherOffer offer, ActorRef<TeacherPool.Command> pool, ActorRef<StatusBoard.Command> board) {
    this.offer = offer;
    this.pool = pool;
    this.board = board;
    alike = new TreeSet<>(offer.computing());
    lanes = offer.firstLane();
  }

  /**
   * Gives the pool those of a node's lanes that answer as its others do; all are alike to the first
   * where there are none here.
   *
   * @return how many
   */
  int take(Candidate node, NodeFacts facts) {
    int taken = 0;
    List<NodeFacts.LaneFacts> offered = facts.lanes();
    for (int device = 0; device < offered.size(); device++) {
      if (offer.takes(offered.get(device), alike)) {
        alike.add(offered.get(device).computing());
        spawn(node, facts, device);
        taken++;
      }
    }
    return taken;
  }

  /** Why a node's lanes are not taken: what the first is, and what it should be. */
  String refusal(NodeFacts facts) {
    String all =
        alike.isEmpty()
            ? "a " + offer.kind().name().toLowerCase(Locale.ROOT)
            : String.join("; ", alike);
    String given =
        facts.lanes().stream().map(NodeFacts.LaneFacts::computing).findFirst().orElse("none");
    String likest =
        alike.stream().filter(each -> kind(each).equals(kind(given))).findFirst().orElse("");
    if (likest.isEmpty()) {
      return given + " (expected: " + all + OTHERS;
    }
    return kind(given) + without(given, likest) + " (expected:" + without(likest, given) + OTHERS;
  }

  private static String kind(String computing) {
    return computing.split(" ", 2)[0];
  }

  /** The words that another kind of device has not. */
  private static String without(String computing, String other) {
    List<String> words = new ArrayList<>(List.of(computing.split(" ")));
    words.removeAll(List.of(other.split(" ")));
    return (words.isEmpty() ? " without more" : " with " + String.join(" ", words));
  }

  private void spawn(Candidate node, NodeFacts facts, int device) {
    NodeFacts.LaneFacts lane = facts.lanes().get(device);
    String name = offer.laneName().apply(lanes++);
    StageSettings settings =
        new StageSettings(name, node.place() + " " + lane.device(), Restarts.NONE);
    Optional<OfferedImages.Part> images =
        offer.images().filter(each -> facts.data().contains(each.images().dataset()));
    RemoteLane.Place place =
        new RemoteLane.Place(
            settings,
            node.agent(),
            node.nonce(),
            device,
            offer.program(),
            offer.paths(),
            images.map(OfferedImages.Part::images),
            images.map(OfferedImages.Part::part),
            board,
            false);
    pool.tell(
        new TeacherPool.LaneCame(
            parent ->
                parent.spawn(
                    RemoteLane.create(place),
                    name,
                    DispatcherSelector.fromConfig("reflux.file-dispatcher"))));
  }
}
