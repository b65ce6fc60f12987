package io.reflux.wire;

/**
 * Where the images come from that a teacher is shown: enough for a node that has the data to make
 * each of them itself.
 *
 * @param dataset the name of the dataset
 * @param pipeline the run's pipeline, as HOCON
 * @param task the task of it that trains
 * @param clean whether the teacher sees images unaltered
 * @param chance the key that views are drawn from
 * @param digest of all that turns an example into pixels
 */
public record ImageSource(
    String dataset, String pipeline, String task, boolean clean, long chance, String digest) {}
