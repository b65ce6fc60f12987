/**
 * Records as bytes.
 *
 * <p>In: plain records. Out: Protobuf messages framed by length and checksum, and back. The
 * decision that shaped it: the generated classes never leave this room, so that no other room
 * depends on how a record is written.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.wire;
