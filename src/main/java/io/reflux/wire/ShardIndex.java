package io.reflux.wire;

import io.reflux.wire.proto.ShardIndexMessage;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the records of a sealed shard lie.
 *
 * @param keys the keys
 * @param slots each key's record, counted from 0
 */
public record ShardIndex(long[] keys, int[] slots) {

  /** The index as bytes, with a checksum of its own. */
  public byte[] toBytes() {
    ShardIndexMessage.Builder message = ShardIndexMessage.newBuilder();
    for (int i = 0; i < keys.length; i++) {
      message.addKeys(keys[i]).addSlots(slots[i]);
    }
    return Frame.wrap(message.build().toByteArray());
  }

  /**
   * Takes an index from the front of {@code bytes}, moving its position behind it.
   *
   * @throws IOException if it is damaged
   */
  public static ShardIndex parse(ByteBuffer bytes) throws IOException {
    ShardIndexMessage message = ShardIndexMessage.parseFrom(Frame.unwrap(bytes));
    if (message.getKeysCount() != message.getSlotsCount()) {
      throw new IOException(
          "index: "
              + message.getSlotsCount()
              + " slots (expected: "
              + message.getKeysCount()
              + ")");
    }
    return new ShardIndex(
        message.getKeysList().stream().mapToLong(Long::longValue).toArray(),
        message.getSlotsList().stream().mapToInt(Integer::intValue).toArray());
  }
}
