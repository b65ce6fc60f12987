/**
 * Decoding and views.
 *
 * <p>In: pictures. Out: what differs in the pixels. The decision that shaped it: every case but the
 * decoding ones begins with a lossless picture, so that decoders never mix with resampling.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.transforms;
