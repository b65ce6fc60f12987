package io.reflux.network;

import java.util.List;

/**
 * An operation in its place.
 *
 * @param operation what is done
 * @param inputs the numbers of the nodes whose results go in
 */
record Node(Operation operation, List<Integer> inputs) {}
