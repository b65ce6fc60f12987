/**
 * Figures of this machine beside those of peers, with their goals.
 *
 * <p>In: how much is measured. Out: cases, each a figure with a goal. The decision that shaped it:
 * both parties are measured in one run, turn and turn about, and nothing of the product depends on
 * this room.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.bench;
