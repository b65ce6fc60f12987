package io.reflux.task;

/**
 * What the summary says of a student's network.
 *
 * @param parameters how many numbers it trains
 * @param embeddingSize the length of its embeddings
 */
record NetworkFacts(long parameters, int embeddingSize) {}
