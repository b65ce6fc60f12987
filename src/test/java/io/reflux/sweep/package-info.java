/** Tests of the room {@code sweep}. */
@org.jspecify.annotations.NullMarked
package io.reflux.sweep;
