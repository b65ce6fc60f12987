package io.reflux.node;

import akka.serialization.SerializerWithStringManifest;
import io.reflux.wire.ClusterBytes;
import io.reflux.wire.ClusterMessage;
import java.io.IOException;
import java.io.NotSerializableException;

/**
 * Writes what a run and its nodes say to each other; akka makes it, by its name in the settings.
 */
public final class NodeSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 0x5EF1;
  private static final String MANIFEST = "1";

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object message) {
    return ClusterBytes.write((ClusterMessage) message);
  }

  /** Refuses what is torn, too long, or of another version. */
  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!manifest.equals(MANIFEST)) {
      throw new NotSerializableException("manifest: " + manifest + " (expected: " + MANIFEST + ")");
    }
    try {
      return ClusterBytes.read(bytes);
    } catch (IOException e) {
      NotSerializableException refused = new NotSerializableException(e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }
}
