package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;

/**
 * Spawns a stage below another one.
 *
 * @param <M> what it is told
 */
public interface StageSpawn<M> {

  /** The stage, as a child of {@code parent}, on the thread that it needs. */
  ActorRef<M> below(ActorContext<?> parent);
}
