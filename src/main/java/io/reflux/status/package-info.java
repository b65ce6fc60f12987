/**
 * Questions about a run, answered over HTTP.
 *
 * <p>In: a supplier of {@code RunStatus}. Out: JSON, server-sent events, Prometheus text and a
 * dashboard page. The decision that shaped it: the run is asked once a second by one sampler,
 * however many look on, and nothing here can change the run.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.status;
