package io.reflux.stage;

/**
 * What every stage that computes, or keeps files, is told about itself.
 *
 * @param stage its name, as {@code lane-0}
 * @param device where it computes, as {@code gpu0}; empty if it computes nothing
 * @param restarts how often it may begin afresh
 */
public record StageSettings(String stage, String device, Restarts restarts) {}
