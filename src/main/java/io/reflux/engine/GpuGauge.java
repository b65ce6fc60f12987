package io.reflux.engine;

/**
 * How much of a GPU is taken, at one instant, by this process and all others.
 *
 * @param device its name here, as {@code gpu0}
 * @param name what NVIDIA calls it; empty if nobody tells
 * @param memoryUsedBytes how much of its memory is taken; below 0 if nobody tells
 * @param memoryBytes how much it has; below 0 if nobody tells
 * @param busyShare the share of the driver's last interval (up to a second) in which it computed, 0
 *     to 1; below 0 if nobody tells
 */
public record GpuGauge(
    String device, String name, long memoryUsedBytes, long memoryBytes, double busyShare) {}
