package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.Device;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The arithmetic of a step's memory, and when it is said to be too much. */
class MemoryNeedTest {
  private static final MemoryNeed NEED =
      new MemoryNeed("student", Device.CPU, 90, 20L << 20, 11_000_000, 16);

  @Test
  void imagesAndWeightsAreAddedUp() {
    assertThat(NEED.bytes()).isEqualTo(90 * (20L << 20) + 176_000_000);
    assertThat(NEED.inWords())
        .isEqualTo(
            "student on cpu: 1,968 MiB = 90 images × 20.0 MiB + 11,000,000 weights × 16 bytes");
  }

  @Test
  void whatADeviceHasNotIsSaidOfAllOnItTogether() {
    Device gpu = new Device(Device.Kind.GPU, 0);
    MemoryNeed other = new MemoryNeed("other", gpu, 90, 20L << 20, 0, 16);
    List<MemoryNeed> all = List.of(NEED, NEED, other);
    assertThat(MemoryNeed.doubts(all, device -> OptionalLong.empty())).isEmpty();
    assertThat(MemoryNeed.doubts(all, device -> OptionalLong.of(5000L << 20))).isEmpty();
    assertThat(MemoryNeed.doubts(all, device -> OptionalLong.of(2000L << 20)))
        .singleElement()
        .asString()
        .startsWith("a step takes about 3,935 MiB on cpu, which has 2,000 (student on cpu: 1,968");
  }
}
