/**
 * Batches: what is to be loaded, and what was.
 *
 * <p>In: plans, which are pure values of a few hundred bytes. Out: pixels in host memory, with the
 * examples that could not be read named beside them. The decision that shaped it: pixels lie in
 * buffers borrowed from a pool of fixed size, so what is in flight is bounded in bytes, whatever
 * the number of loaders and the length of the streams.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.batch;
