/**
 * Cut and altered copies of pictures.
 *
 * <p>In: a decoded picture and a key of randomness. Out: a square view, 8-bit RGB. The decision
 * that shaped it: a step's draws come from the view's key and the step's position alone, so a view
 * is the same whenever, wherever and however often it is made; and resampling is PIL's, bit for
 * bit.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.view;
