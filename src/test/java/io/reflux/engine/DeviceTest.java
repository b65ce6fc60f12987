package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu0", "gpu7", "gpu12", "gpu999"})
  void aNameIsReadAndWrittenTheSame(String name) {
    assertThat(Device.parse(name)).map(Device::toString).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "CPU", "cpu0", "gpu", "gpu-1", "gpu 0", "gpu1000", "GPU0", "cuda:0", "gpu٣", "gpu0 "
      })
  void anyOtherNameIsNone(String name) {
    assertThat(Device.parse(name)).isEmpty();
  }

  @Test
  void everyMachineHasAProcessorAndNoneHasAThousandGpus() {
    assertThat(Device.CPU.isPresent()).isTrue();
    assertThat(Device.parse("gpu999").orElseThrow().isPresent()).isFalse();
    assertThat(Device.parse("gpu3")).contains(new Device(Device.Kind.GPU, 3));
  }

  @Test
  void aScopeKnowsItsDevice() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        TensorScope inner = scope.inner()) {
      assertThat(scope.device()).isEqualTo(Device.CPU);
      assertThat(inner.device()).isEqualTo(Device.CPU);
      assertThat(inner.manager().getDevice()).isEqualTo(ai.djl.Device.cpu());
    }
  }
}
