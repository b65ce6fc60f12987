/**
 * Files of weights.
 *
 * <p>In: files, good, odd, damaged and hostile. Out: what differs in the values, or a refusal that
 * should not be. The decision that shaped it: values are compared to the bit, and a hostile file is
 * one that must be refused by the name of what it would call.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.checkpoints;
