package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.GpuGauge;
import io.reflux.engine.Nvml;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceGaugesTest {
  /** Questions that wait until the test has them asked. */
  private final Deque<Runnable> questions = new ArrayDeque<>();

  private int opened;
  private int read;
  private int closed;

  @Test
  void eachSampleTellsWhatWasSaidSinceTheOneBefore() {
    DeviceGauges gauges = new DeviceGauges(this::open, questions::add);
    answer();
    assertThat(gauges.sample()).containsExactly(gauge(1));
    answer();
    assertThat(gauges.sample()).containsExactly(gauge(2));
    assertThat(gauges.sample()).as("not answered yet").isEmpty();
    assertThat(gauges.sample()).isEmpty();
    assertThat(questions).as("asked once, however long it takes").hasSize(1);
    answer();
    assertThat(gauges.sample()).containsExactly(gauge(3));
    gauges.close();
    answer();
    answer();
    assertThat(closed).isEqualTo(1);
    assertThat(opened).isEqualTo(1);
  }

  @Test
  void nobodyIsAskedWhereThereIsNoDriver() {
    DeviceGauges gauges =
        new DeviceGauges(
            () -> {
              opened++;
              throw new IOException("none");
            },
            questions::add);
    answer();
    for (int i = 0; i < 5; i++) {
      assertThat(gauges.sample()).isEmpty();
    }
    assertThat(questions).isEmpty();
    assertThat(opened).isEqualTo(1);
  }

  private void answer() {
    questions.remove().run();
  }

  private DeviceGauges.Driver open() {
    opened++;
    return new DeviceGauges.Driver() {
      @Override
      public Nvml.Reading read() {
        read++;
        return new Nvml.Reading(List.of(gauge(read)), List.of("a fault"));
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }

  private static GpuGauge gauge(int used) {
    return new GpuGauge("gpu0", "NVIDIA A", used, 10, 0.5);
  }
}
