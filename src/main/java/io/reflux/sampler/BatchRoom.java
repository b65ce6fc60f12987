package io.reflux.sampler;

/**
 * The most that any batch of a sampler holds, whatever the data.
 *
 * @param examples all examples
 * @param classes different classes
 * @param examplesOfAClass examples of one class
 */
public record BatchRoom(int examples, int classes, int examplesOfAClass) {}
