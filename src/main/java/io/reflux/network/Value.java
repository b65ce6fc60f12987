package io.reflux.network;

/**
 * What flows from one operation to the next while a network is drawn.
 *
 * @param node the number of the operation it comes out of
 * @param channels how many channels (of a map) or components (of a vector) it has
 */
record Value(int node, int channels) {}
