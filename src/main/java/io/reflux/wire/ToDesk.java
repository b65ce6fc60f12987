package io.reflux.wire;

import java.nio.ByteBuffer;

/** What a node tells a run's desk. */
public sealed interface ToDesk extends ClusterMessage {

  /** Calls the visitor's method for a message of its kind. */
  void visit(Visitor visitor);

  @Override
  default void accept(ClusterMessage.Visitor visitor) {
    visit(visitor);
  }

  /**
   * Who the node is.
   *
   * @param runNonce of the question
   * @param nodeNonce drawn for this answer alone
   * @param facts what the node is and offers
   * @param proof that it knows the secret
   */
  record Present(String runNonce, String nodeNonce, NodeFacts facts, ByteBuffer proof)
      implements ToDesk {
    @Override
    public void visit(Visitor visitor) {
      visitor.present(this);
    }
  }

  /** The node does not want to work for the run. */
  record RefuseRun(String runNonce, String sentence) implements ToDesk {
    @Override
    public void visit(Visitor visitor) {
      visitor.refuseRun(this);
    }
  }

  /** Takes each kind. */
  interface Visitor {
    /** A node says who it is. */
    void present(Present present);

    /** A node refuses the run. */
    void refuseRun(RefuseRun refusal);
  }
}
