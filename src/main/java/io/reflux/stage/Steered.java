package io.reflux.stage;

/**
 * What became of a {@link Steering}.
 *
 * @param step the step that it is about, from 1: from which, or after which, it holds
 * @param sentence the same for people
 */
public record Steered(long step, String sentence) {}
