package io.reflux.stage;

import java.util.Optional;

/**
 * What a stage tells the board of itself. All times are lengths: clocks of two machines needn't
 * agree.
 *
 * @param stage its name, as {@code loader}, {@code lane-0}, {@code trainer-student}
 * @param device where it computes; empty if it computes nothing
 * @param state what it is about
 * @param piece what it is at
 * @param load how busy it has been since its start
 * @param queueDepth messages accepted and not yet answered
 * @param images images handled since its start
 * @param liveTensors native tensors it owns now
 * @param failures errors survived since its start
 */
record StageReport(
    String stage,
    String device,
    StageState state,
    Optional<Piece> piece,
    Load load,
    int queueDepth,
    long images,
    int liveTensors,
    long failures) {

  /** The same with another piece. */
  StageReport at(Optional<Piece> other) {
    return new StageReport(
        stage, device, state, other, load, queueDepth, images, liveTensors, failures);
  }

  /** The same with another load. */
  StageReport with(Load other) {
    return new StageReport(
        stage, device, state, piece, other, queueDepth, images, liveTensors, failures);
  }

  /**
   * What a stage is at.
   *
   * @param words what, as it is shown
   * @param nanos for how long already
   * @param longestNanos how long the longest earlier piece of the kind took; 0 for the first
   */
  record Piece(String words, long nanos, long longestNanos) {}

  /**
   * How busy a stage is.
   *
   * @param workers how many may work in it at once
   * @param working how many do now
   * @param busyNanos what all its workers have worked together, the pieces at work included
   * @param aliveNanos the time since its start
   */
  record Load(int workers, int working, long busyNanos, long aliveNanos) {}
}
