package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class HostTensorTest {
  private static final long[] SHAPE = {2, 3};

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BFLOAT16", "INT16"})
  void everyTypeGoesIntoNativeMemoryAndBack(ElementType type) {
    HostTensor tensor = new HostTensor(type, SHAPE, bytes(6 * type.bytes()));
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray array = tensor.toNative(scope.manager());
      assertThat(array.getShape()).isEqualTo(new Shape(SHAPE));
      assertThat(scope.liveTensors()).as("the copy alone").isEqualTo(1);
      assertThat(HostTensor.copyOf(array)).isEqualTo(tensor);
    }
  }

  /** As a tensor of a GPU is read: its owner is said to be of one. */
  @Test
  void tenReadingsOfATensorElsewhereLeaveNothing() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        NDManager elsewhere = Engine.getEngine("PyTorch").newBaseManager(ai.djl.Device.gpu(0))) {
      NDArray weights = scope.manager().create(new float[] {1, 2, 3});
      weights.attach(elsewhere);
      List<HostTensor> read = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        read.add(HostTensor.copyOf(weights));
      }
      assertThat(read).containsOnly(HostTensor.of(new float[] {1, 2, 3}, 3));
      assertThat(elsewhere.getManagedArrays()).hasSize(1);
    }
  }

  /** Filters lie with their channels last, and what is read may be a part of a tensor. */
  @Test
  void valuesAreReadInTheirOrderHoweverTheyLieAndLeaveNothing() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray whole = scope.manager().arange(12f).reshape(3, 4);
      NDArray turned = whole.transpose();
      int live = scope.liveTensors();
      assertThat(HostTensor.copyOf(turned))
          .isEqualTo(HostTensor.of(new float[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}, 4, 3));
      ByteBuffer memory =
          ByteBuffer.allocateDirect(8 * Double.BYTES).order(ByteOrder.nativeOrder());
      memory.putDouble(-1).limit(7 * Double.BYTES);
      try (NDArray part = turned.get("1:3")) {
        HostTensor.write(part, ElementType.FLOAT64, memory);
      }
      double[] values = new double[8];
      memory.clear().asDoubleBuffer().get(values);
      assertThat(values).containsExactly(-1, 1, 5, 9, 2, 6, 10, 0);
      assertThat(scope.liveTensors()).isEqualTo(live);
    }
  }

  /** What is read is no part of a graph, and reading changes none. */
  @Test
  void aTensorThatGathersAGradientIsReadAsAnyOther() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray weights = scope.manager().create(new float[] {1, 2});
      weights.setRequiresGradient(true);
      NDArray loss = Autograd.recording(() -> weights.mul(weights).sum());
      HostTensor read = Autograd.recording(() -> HostTensor.copyOf(weights));
      Autograd.backward(loss);
      assertThat(read).isEqualTo(HostTensor.of(new float[] {1, 2}, 2));
      assertThat(Autograd.gradient(weights, scope.manager()).orElseThrow().toFloatArray())
          .containsExactly(2, 4);
    }
  }

  /** It would otherwise have to be copied to the GPU, which fails where there is none. */
  @Test
  void aNumberStaysInTheHostsMemoryAndLivesAsItsTensor() {
    NDArray half;
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        NDManager elsewhere = Engine.getEngine("PyTorch").newBaseManager(ai.djl.Device.gpu(0))) {
      NDArray weights = scope.manager().create(new float[] {1, 2, 3});
      weights.attach(elsewhere);
      half = HostScalar.of(weights, 0.5f);
      assertThat(half.getDevice().isGpu()).isFalse();
      assertThat(weights.mul(half).toFloatArray()).containsExactly(0.5f, 1, 1.5f);
      assertThat(elsewhere.getManagedArrays()).contains(half);
    }
    assertThatThrownBy(half::toFloatArray).isInstanceOf(IllegalStateException.class);
  }

  /** DJL would end the process if it were handed one. */
  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "INT16"})
  void whatDjlDoesNotKnowIsRefused(ElementType type) {
    HostTensor tensor = new HostTensor(type, SHAPE, bytes(12));
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      assertThatThrownBy(() -> tensor.toNative(scope.manager()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("element type: " + type + " (expected: one DJL knows)");
      assertThat(scope.liveTensors()).isZero();
    }
    assertThatThrownBy(() -> ElementType.of(DataType.COMPLEX64))
        .hasMessage("element type: complex64 (expected: a known one)");
  }

  @Test
  void aNativeCopyIsACopyWhateverMemoryItCameFrom() {
    ByteBuffer heap = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    heap.putFloat(9).putFloat(1).putFloat(2).position(4);
    HostTensor part = new HostTensor(ElementType.FLOAT32, new long[] {2}, heap);
    HostTensor direct = HostTensor.of(new float[] {1, 2}, 2);
    assertThat(heap.position()).isEqualTo(4);
    assertThat(part).isEqualTo(direct).hasSameHashCodeAs(direct);
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      for (HostTensor tensor : new HostTensor[] {part, direct}) {
        NDArray array = tensor.toNative(scope.manager());
        array.muli(10);
        assertThat(array.toFloatArray()).containsExactly(10, 20);
        assertThat(tensor.floats()).containsExactly(1, 2);
      }
    }
  }

  @Test
  void aScalarAndAnEmptyTensorHaveShapesToo() {
    HostTensor scalar = HostTensor.of(new float[] {7});
    HostTensor empty = HostTensor.of(new float[0], 0, 5);
    assertThat(scalar.count()).isEqualTo(1);
    assertThat(empty.count()).isZero();
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      assertThat(HostTensor.copyOf(scalar.toNative(scope.manager()))).isEqualTo(scalar);
    }
  }

  @Test
  void dataOfAnotherLengthAreRefused() {
    assertThatThrownBy(() -> new HostTensor(ElementType.INT64, SHAPE, bytes(47)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor data: 47 bytes (expected: 48)");
    assertThatThrownBy(
            () ->
                new HostTensor(
                    ElementType.INT8, new long[] {1L << 32, 1L << 31}, ByteBuffer.allocate(0)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void theSameTypeIsTheSameTensor() {
    HostTensor numbers = HostTensor.of(new float[] {1, Float.NaN}, 2);
    HostTensor counts = new HostTensor(ElementType.INT64, new long[0], ByteBuffer.allocate(8));
    assertThat(numbers.to(ElementType.FLOAT32)).isSameAs(numbers);
    assertThat(counts.to(ElementType.INT64)).isSameAs(counts);
  }

  @Test
  void tensorsDifferByTypeShapeAndValue() {
    HostTensor tensor = HostTensor.of(new float[] {1, 2}, 2);
    assertThat(tensor)
        .isEqualTo(HostTensor.of(new float[] {1, 2}, 2))
        .isNotEqualTo(HostTensor.of(new float[] {1, 2}, 1, 2))
        .isNotEqualTo(HostTensor.of(new float[] {1, 3}, 2))
        .isNotEqualTo(new HostTensor(ElementType.INT32, new long[] {2}, tensor.data().duplicate()));
  }

  /** Bits of a value in each floating type, the least significant byte first. */
  @ParameterizedTest
  @CsvSource({
    "1, 000000000000f03f, 0000803f, 003c, 803f",
    "-0.0, 0000000000000080, 00000080, 0080, 0080",
    "65504, 0000000000fcef40, 00e07f47, ff7b, 8047",
    // halfway between two of bfloat16's: to the even one, downwards and upwards
    "1.00390625, 000000000010f03f, 0080803f, 043c, 803f",
    "1.01171875, 000000000030f03f, 0080813f, 0c3c, 823f",
    "Infinity, 000000000000f07f, 0000807f, 007c, 807f"
  })
  void floatingTypesAreRoundedToNearestEven(
      double value, String float64, String float32, String float16, String bfloat16) {
    HostTensor tensor = new HostTensor(ElementType.FLOAT64, new long[] {1}, little(value));
    assertThat(hex(tensor)).isEqualTo(float64);
    assertThat(hex(tensor.to(ElementType.FLOAT32))).isEqualTo(float32);
    assertThat(hex(tensor.to(ElementType.FLOAT16))).isEqualTo(float16);
    assertThat(hex(tensor.to(ElementType.BFLOAT16))).isEqualTo(bfloat16);
    HostTensor single = tensor.to(ElementType.FLOAT32);
    assertThat(single.to(ElementType.FLOAT64)).isEqualTo(tensor);
    assertThat(single.doubles()).containsExactly(value);
  }

  @Test
  void aNumberThatIsNoneStaysNone() {
    HostTensor tensor =
        HostTensor.of(new float[] {Float.NaN, Float.intBitsToFloat(0x7f80_0001)}, 2);
    for (ElementType type :
        new ElementType[] {ElementType.FLOAT64, ElementType.FLOAT32, ElementType.BFLOAT16}) {
      assertThat(tensor.to(type).doubles()).containsExactly(Double.NaN, Double.NaN);
    }
  }

  @Test
  void whatIsNoFloatingTypeIsRefused() {
    HostTensor whole = new HostTensor(ElementType.INT32, SHAPE, bytes(24));
    HostTensor single = HostTensor.of(new float[6], SHAPE);
    assertThatThrownBy(whole::floats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("tensor: INT32 (expected: FLOAT32)");
    assertThatThrownBy(whole::doubles).hasMessage("element type: INT32 (expected: a floating one)");
    assertThatThrownBy(() -> whole.to(ElementType.FLOAT32))
        .hasMessage("element type: INT32 (expected: a floating one)");
    assertThatThrownBy(() -> single.to(ElementType.INT8))
        .hasMessage("element type: INT8 (expected: a floating one)");
  }

  /** Bytes that are finite numbers of every type, and 0 or 1 where only these may be. */
  private static ByteBuffer bytes(int count) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i * 5 % 2));
    }
    return bytes.flip();
  }

  private static ByteBuffer little(double value) {
    return ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).flip();
  }

  private static String hex(HostTensor tensor) {
    byte[] bytes = new byte[tensor.data().remaining()];
    tensor.data().duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
