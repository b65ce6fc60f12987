/** Tests of a machine's queue. */
@org.jspecify.annotations.NullMarked
package io.reflux.queue;
