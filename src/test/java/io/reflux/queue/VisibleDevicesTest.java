package io.reflux.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VisibleDevicesTest {
  @Test
  void whoIsGivenNothingSeesWhatThisProcessSees() {
    assertThat(VisibleDevices.of(List.of(), "0,1")).isEmpty();
  }

  @Test
  void theDevicesStandInTheirOrder() {
    assertThat(VisibleDevices.of(List.of("gpu2", "gpu10"), ""))
        .containsExactly(java.util.Map.entry("CUDA_VISIBLE_DEVICES", "2,10"));
  }

  @Test
  void numbersAreThoseOfThisProcess() {
    assertThat(VisibleDevices.of(List.of("gpu1"), "4, GPU-8f3a"))
        .containsExactly(java.util.Map.entry("CUDA_VISIBLE_DEVICES", "GPU-8f3a"));
  }
}
