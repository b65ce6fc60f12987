package io.reflux.wire;

import java.nio.ByteBuffer;

/** What a run tells a node. */
public sealed interface ToAgent extends ClusterMessage {

  /** Calls the visitor's method for a message of its kind. */
  void visit(Visitor visitor);

  @Override
  default void accept(ClusterMessage.Visitor visitor) {
    visit(visitor);
  }

  /**
   * Who are you, and do you know the secret?
   *
   * @param desk who asks
   * @param nonce drawn for this question alone; names the run in all that follows
   * @param facts what the run is
   * @param tf32 whether convolutions on GPUs may round to TF32
   */
  record Hello(String desk, String nonce, NodeFacts facts, boolean tf32) implements ToAgent {
    @Override
    public void visit(Visitor visitor) {
      visitor.hello(this);
    }
  }

  /**
   * The node is accepted.
   *
   * @param proof that the run knows the secret too
   */
  record Welcome(String runNonce, ByteBuffer proof) implements ToAgent {
    @Override
    public void visit(Visitor visitor) {
      visitor.welcome(this);
    }
  }

  /** The node is refused. */
  record RefuseNode(String runNonce, String sentence) implements ToAgent {
    @Override
    public void visit(Visitor visitor) {
      visitor.refuseNode(this);
    }
  }

  /**
   * Load a teacher.
   *
   * @param lane its name
   * @param device the number of the node's lane, from 0
   * @param ends the run's side of it
   * @param passing whether the program is needed for this lane alone
   */
  record OpenLane(
      String runNonce, String lane, int device, LaneProgram program, LaneEnds ends, boolean passing)
      implements ToAgent {
    @Override
    public void visit(Visitor visitor) {
      visitor.openLane(this);
    }
  }

  /**
   * The run's side of a lane.
   *
   * @param lane ends when the lane is needed no more
   * @param questions sends what the lane is asked
   * @param answers takes what it answers
   * @param maps takes what of its answers goes in parts
   */
  record LaneEnds(String lane, String questions, String answers, String maps) {}

  /** Takes each kind. */
  interface Visitor {
    /** A run asks who the node is. */
    void hello(Hello hello);

    /** The node is accepted. */
    void welcome(Welcome welcome);

    /** The node is refused. */
    void refuseNode(RefuseNode refusal);

    /** A lane is to be opened. */
    void openLane(OpenLane order);
  }
}
