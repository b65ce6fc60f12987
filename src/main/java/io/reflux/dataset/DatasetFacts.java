package io.reflux.dataset;

/**
 * What there is to know of a published dataset before one has it.
 *
 * @param name its name in a pipeline file
 * @param what a line on what it shows
 * @param source where to get it
 * @param layout which files are expected under its root
 * @param counts how large it is
 */
public record DatasetFacts(String name, String what, String source, String layout, Counts counts) {}
