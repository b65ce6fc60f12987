package io.reflux.method;

/**
 * A memory queue that is filled before the first step, as DiVA's repository fills its own: training
 * batches, drawn as the training's are and under the student's own view, pass through the network
 * as it begins, batch norm by its running statistics; what comes out is what the queue holds.
 *
 * @param output the network's output that the queue holds
 * @param memory the method's memory that is the queue
 * @param size how many rows it has
 */
public record FilledQueue(String output, String memory, int size) {}
