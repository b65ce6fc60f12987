package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** On a processor; and as for a GPU, of which the part is tried that needs none. */
class StagingTest {
  private static final Device GPU = new Device(Device.Kind.GPU, 0);

  @Test
  void theSameMemoryIsUsedAgainUntilMoreIsAskedFor() {
    try (Staging staging = Staging.to(Device.CPU)) {
      ByteBuffer first = staging.room(8);
      first.put(5, (byte) 42);
      ByteBuffer less = staging.room(6);
      assertThat(less.capacity()).isEqualTo(6);
      assertThat(less.get(5)).isEqualTo((byte) 42);
      less.put(0, (byte) 7);
      assertThat(first.get(0)).isEqualTo((byte) 7);
      assertThat(staging.room(9).get(5)).as("other memory").isZero();
      assertThat(staging.liveTensors()).isZero();
    }
  }

  @Test
  void onAProcessorNothingIsCopied() {
    try (Staging staging = Staging.to(Device.CPU);
        TensorScope scope = TensorScope.open("test", Device.CPU)) {
      ByteBuffer elsewhere = ByteBuffer.allocateDirect(6).put(new byte[] {9, 9, 1, 2, 3, 4});
      elsewhere.position(2);
      NDArray shown = staging.shown(elsewhere, new Shape(2, 2), DataType.UINT8, scope.manager());
      elsewhere.put(2, (byte) 8);
      assertThat(shown.toUint8Array()).containsExactly(8, 2, 3, 4);
      assertThat(elsewhere.position()).isEqualTo(2);
      ByteBuffer room = staging.room(4).put(0, new byte[] {5, 6, 7, 8});
      NDArray there = Staging.tensor(room, new Shape(4), DataType.UINT8, scope.manager());
      room.put(3, (byte) 1);
      assertThat(there.toUint8Array()).containsExactly(5, 6, 7, 1);
      assertThat(scope.liveTensors()).isEqualTo(2);
    }
  }

  /** libtorch for the processor alone reads the program, and has no memory to lock. */
  @Test
  void whereNoPageCanBeLockedOrdinaryMemoryServes() {
    int before = TensorScope.liveInProcess();
    try (Staging staging = Staging.to(GPU);
        TensorScope scope = TensorScope.open("test", Device.CPU)) {
      if (!GPU.isPresent()) {
        assertThat(staging.locked(16)).isEmpty();
      }
      ByteBuffer content = ByteBuffer.allocateDirect(4).put(0, new byte[] {1, 2, 3, 4});
      NDArray shown = staging.shown(content, new Shape(4), DataType.UINT8, scope.manager());
      content.put(0, (byte) 9);
      assertThat(shown.toUint8Array()).as("a copy").containsExactly(1, 2, 3, 4);
      assertThat(staging.room(4).get(3)).as("by way of the room").isEqualTo((byte) 4);
    }
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }
}
