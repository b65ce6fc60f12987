package io.reflux.method;

import io.reflux.objective.Objective;

/**
 * One weighted objective of a method.
 *
 * @param name the term's name in journals, and the prefix of its parameters in checkpoints
 * @param objective the loss
 * @param miner which tuples it looks at; {@link Mining#NONE} if it takes none
 * @param weight its factor in the sum
 */
record Term(String name, Objective objective, Mining miner, double weight) {}
