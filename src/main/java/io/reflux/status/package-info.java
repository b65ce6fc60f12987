/**
 * Questions about a run, answered over HTTP, and what it is told from outside.
 *
 * <p>In: a run that is up, and its directory. Out: JSON, Protobuf, server-sent events, Prometheus
 * text, rows of its tables, a dashboard page. The decision that shaped it: the run is asked once a
 * second by one sampler, however many look on; what changes it goes through one word of the run's
 * own, and only with its token.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.status;
