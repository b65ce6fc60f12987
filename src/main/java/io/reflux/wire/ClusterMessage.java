package io.reflux.wire;

/**
 * What a run and its nodes say to each other, as {@code proto/cluster.proto} writes it. Actors
 * stand in it as Akka writes their references.
 */
public sealed interface ClusterMessage permits ToAgent, ToDesk, ToLane, FromLane {

  /** Calls the visitor's method for a message of its kind. */
  void accept(Visitor visitor);

  /** Takes all kinds. */
  interface Visitor extends ToAgent.Visitor, ToDesk.Visitor, ToLane.Visitor, FromLane.Visitor {}
}
