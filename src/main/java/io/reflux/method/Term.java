package io.reflux.method;

import io.reflux.objective.Objective;

/**
 * One weighted objective of a method.
 *
 * @param name the term's name in journals, and the prefix of its parameters in checkpoints
 * @param objective the loss
 * @param miner which tuples it looks at; {@link Mining#NONE} if it takes none
 * @param weight its factor in the sum
 * @param reading which outputs it takes for those that its objective asks for
 */
record Term(String name, Objective objective, Mining miner, double weight, Reading reading) {

  /** A term that reads outputs under their own names. */
  Term(String name, Objective objective, Mining miner, double weight) {
    this(name, objective, miner, weight, Reading.PLAIN);
  }

  /** The same with other tuples. */
  Term mining(Mining other) {
    return new Term(name, objective, other, weight, reading);
  }
}
