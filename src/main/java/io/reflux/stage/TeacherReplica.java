package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import io.reflux.network.FrozenModel;
import java.util.List;
import java.util.function.Supplier;

/**
 * A copy of a teacher that is still to be loaded, onto a device of its own.
 *
 * @param settings of the stage that owns it
 * @param loading loads it, on that stage's thread
 */
public record TeacherReplica(StageSettings settings, Supplier<FrozenModel> loading) {

  /** How a stage that computes natively is spawned below another one. */
  public interface Spawning {
    /** Spawns it. */
    <M> StageSpawn<M> below(String name, Behavior<M> stage);
  }

  /** The lanes of a teacher, one for each copy. */
  public static List<StageSpawn<Lane.Command>> lanes(
      List<TeacherReplica> replicas, Spawning spawning, ActorRef<StatusBoard.Command> board) {
    return replicas.stream()
        .map(
            each ->
                spawning.below(
                    each.settings().stage(), Lane.create(each.settings(), each.loading(), board)))
        .toList();
  }
}
