package io.reflux.stream;

/**
 * How many batches may be at work in each stage at once.
 *
 * @param load batches being loaded; at least 1
 * @param teach batches at the teachers; at least 1
 * @param journal finished steps waiting to be written down; at least 1
 */
public record Depths(int load, int teach, int journal) {}
