package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ResidentMemoryTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxTellsWhatIsResidentAndTheMostThatWas() {
    ResidentMemory.forgetPeak();
    double now = ResidentMemory.gigabytes().orElseThrow();
    double peak = ResidentMemory.peakGigabytes().orElseThrow();
    // A Java machine with this test in it takes more than 10 MB and less than a terabyte.
    assertThat(now).isBetween(0.01, 1000.0);
    assertThat(peak).isBetween(0.01, 1000.0);
  }
}
