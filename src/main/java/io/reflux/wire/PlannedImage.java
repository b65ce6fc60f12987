package io.reflux.wire;

/**
 * One image, as whoever has the data makes it: a view of an example.
 *
 * @param example the example, by its index in the split
 * @param draw how often it was drawn before in the same epoch
 * @param view the number of the view
 * @param epoch the epoch that the view's randomness is taken from
 */
public record PlannedImage(int example, int draw, int view, int epoch) {}
