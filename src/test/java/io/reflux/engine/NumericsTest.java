package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** libtorch's settings, read back from the library that is here. */
class NumericsTest {

  @AfterEach
  void putBack() {
    Numerics.allowTf32(false);
  }

  @Test
  void whoComputesFirstSettlesThemForTheProcess() {
    NativeThreads.prepare(1, false);
    assertThat(Numerics.flags())
        .contains(new Numerics.Flags(false, false, true, false, true, false, false));
  }

  @Test
  void roundingIsAllowedToConvolutionsAlone() {
    Numerics.allowTf32(true);
    assertThat(Numerics.flags())
        .contains(new Numerics.Flags(true, false, true, false, true, false, false));
    Numerics.allowTf32(false);
    assertThat(Numerics.flags().orElseThrow().tf32()).isFalse();
  }

  @Test
  void aProcessorIsOneKindAndAGpuIsToldByItsSettings() {
    assertThat(Numerics.words(Device.CPU)).isEqualTo("cpu");
    Device gpu = new Device(Device.Kind.GPU, 999);
    assertThat(Numerics.words(gpu)).startsWith("gpu a GPU, tf32 off, cuBLAS workspace ");
    Numerics.allowTf32(true);
    assertThat(Numerics.words(gpu)).contains("tf32 on");
  }

  /** Says nothing where a GPU is: the sentences are of machines without. */
  @Test
  void aMissingGpuIsToldWithTheReason() {
    String why = new Device(Device.Kind.GPU, 999).missing().orElseThrow();
    if (Gpu.count() > 0) {
      assertThat(why).isEqualTo("there are " + Gpu.count() + ", numbered from 0");
    } else if (Libtorch.hasCuda()) {
      assertThat(why).containsAnyOf("CUDA_VISIBLE_DEVICES", "libcuda.so.1");
    } else {
      assertThat(why)
          .startsWith("the libtorch in ")
          .contains("computes on the processor only; see GPUs in the README");
    }
    assertThat(Device.CPU.missing()).isEmpty();
    assertThat(Gpu.name(999)).isEmpty();
  }
}
