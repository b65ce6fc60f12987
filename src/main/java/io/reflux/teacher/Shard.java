package io.reflux.teacher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** One file of the feature cache. */
sealed interface Shard permits GrowingShard, OpenShard, SealedShard {

  /** The file. */
  Path path();

  /** The values in a slot, if it holds an undamaged record of this key. */
  Optional<ByteBuffer> values(int slot, long key) throws IOException;
}
