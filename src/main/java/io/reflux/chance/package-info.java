/**
 * Counter-based randomness.
 *
 * <p>In: a key made of numbers and words (run seed, epoch, sample, view…). Out: draws that depend
 * on nothing but the key. The decision that shaped it: no generator is ever shared or advanced by
 * two parties, so no result depends on who ran first, or on how many ran at once.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.chance;
