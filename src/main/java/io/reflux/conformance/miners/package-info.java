/**
 * Miners.
 *
 * <p>In: a batch's embeddings and labels. Out: what differs in the tuples or their odds. The
 * decision that shaped it: a miner that draws is held to its exact odds, not to single draws, since
 * the originals' generators are not ours.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.miners;
