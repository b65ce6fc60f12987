package io.reflux.wire;

/**
 * Where the images come from that a network is shown: enough for a node that has the data to make
 * each of them itself.
 *
 * @param dataset the name of the dataset
 * @param pipeline the run's pipeline, as HOCON
 * @param task the task of it that shows them
 * @param part the part of its data, and how it is cut
 * @param digest of all that turns an example into pixels
 */
public record ImageSource(
    String dataset, String pipeline, String task, String part, String digest) {}
