/**
 * Lanes on other machines: a run's desk, the nodes that offer themselves, and what the two say.
 *
 * <p>In: teachers of a run, devices of a node. Out: lanes for the run's teacher pools. The decision
 * that shaped it: a node's lane is the very lane that works at home, and a pool never knows where
 * its lanes are; a run and its nodes form a cluster that ends with the run.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.node;
