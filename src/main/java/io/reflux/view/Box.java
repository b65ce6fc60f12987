package io.reflux.view;

/**
 * A part of a picture.
 *
 * @param left the first column
 * @param top the first row
 * @param width how many columns
 * @param height how many rows
 */
public record Box(int left, int top, int width, int height) {}
