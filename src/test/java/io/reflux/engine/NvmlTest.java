package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import io.reflux.InstalledProgram;
import io.reflux.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * GPUs are asked by a library that says what a driver's would: {@code src/test/c/nvml.c}, compiled
 * by the machine's C compiler.
 */
class NvmlTest {
  private static final GpuGauge FIRST = gauge(0, "NVIDIA A", 1, 0.25);
  private static final String THIRD = "GPU-cccccccc-0000-0000-0000-000000000003";

  @TempDir Path folder;

  @Test
  void everyGpuIsToldInTheDriversOrder() throws Exception {
    Path library = compiled();
    try (Nvml nvml = Nvml.open(library.toString(), Optional::empty)) {
      assertThat(nvml.read().gauges())
          .containsExactly(FIRST, gauge(1, "NVIDIA B", 2, 0.5), gauge(2, "NVIDIA C", 3, 1));
      assertThat(nvml.read().faults()).isEmpty();
      assertThat(users(library)).isEqualTo(1);
    }
    assertThat(users(library)).isZero();
  }

  @Test
  void thoseThatCudaShowsAreToldInItsOrderUpToTheFirstThatIsNone() throws Exception {
    String library = compiled().toString();
    assertThat(names(library, "2", " 0")).containsExactly("gpu0 NVIDIA C", "gpu1 NVIDIA A");
    assertThat(names(library, THIRD, "1")).containsExactly("gpu0 NVIDIA C", "gpu1 NVIDIA B");
    assertThat(names(library, "GPU-cccc")).containsExactly("gpu0 NVIDIA C");
    assertThat(names(library, "GPU-aaaa", "0")).as("two begin so").isEmpty();
    assertThat(names(library, "1", "3", "0")).containsExactly("gpu0 NVIDIA B");
    assertThat(names(library, "-1", "0")).isEmpty();
    assertThat(names(library, "")).isEmpty();
  }

  @Test
  void whatIsNotKnownIsLeftOut() throws Exception {
    try (Nvml nvml = Nvml.open(compiled("-DNO_RATES").toString(), () -> one("0"))) {
      Nvml.Reading reading = nvml.read();
      assertThat(reading.gauges())
          .containsExactly(
              new GpuGauge("gpu0", "NVIDIA A", FIRST.memoryUsedBytes(), FIRST.memoryBytes(), -1));
      assertThat(reading.faults())
          .containsExactly("nvmlDeviceGetUtilizationRates: error 3 of NVML (expected: 0)");
    }
    Path library = compiled("-DNO_MEMORY");
    try (Nvml nvml = Nvml.open(library.toString(), () -> one("0"))) {
      Nvml.Reading reading = nvml.read();
      assertThat(reading.gauges()).containsExactly(new GpuGauge("gpu0", "NVIDIA A", -1, -1, 0.25));
      assertThat(reading.faults()).hasSize(1).first().asString().contains("not exported");
    }
    try (Nvml nvml = Nvml.open(compiled("-DNO_MEMORY", "-DNO_RATES").toString(), Optional::empty)) {
      assertThat(nvml.read().gauges()).isEmpty();
    }
  }

  @Test
  void aDriverThatIsNotThereIsNamed() throws Exception {
    assertThatThrownBy(() -> Nvml.open("libno-such-library.so.1", Optional::empty))
        .isInstanceOf(IOException.class)
        .hasMessage("libno-such-library.so.1: not found (expected: NVIDIA's driver)");
    String library = compiled("-DNO_DRIVER").toString();
    assertThatThrownBy(() -> Nvml.open(library, Optional::empty))
        .isInstanceOf(IOException.class)
        .hasMessage("nvmlInit_v2: error 9 of NVML (expected: 0)");
  }

  /** By its own name, with what the process's environment shows of the GPUs. */
  @Test
  void theDriversLibraryIsFoundByItsName() throws Exception {
    Path library = compiled();
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.of(JavaCommand.BRIEF, Probe.class))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LD_LIBRARY_PATH", String.valueOf(library.getParent()));
    builder.environment().put("CUDA_VISIBLE_DEVICES", "1," + THIRD);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said.lines().toList()).containsExactly("gpu0 NVIDIA B", "gpu1 NVIDIA C");
  }

  @Test
  void anIdentityIsWrittenAsTheDriverWritesIt() {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 16; i++) {
      bytes[i] = (byte) (0x11 * i);
    }
    assertThat(Gpu.identity(bytes)).isEqualTo("GPU-00112233-4455-6677-8899-aabbccddeeff");
  }

  /** Says what GPUs there are. */
  public static final class Probe {
    private Probe() {}

    public static void main(String... words) throws IOException {
      try (Nvml nvml = Nvml.open()) {
        nvml.read().gauges().forEach(each -> System.out.println(each.device() + " " + each.name()));
      }
    }
  }

  private static List<String> names(String library, String... visible) throws IOException {
    try (Nvml nvml = Nvml.open(library, () -> Optional.of(List.of(visible)))) {
      return nvml.read().gauges().stream().map(each -> each.device() + " " + each.name()).toList();
    }
  }

  private static Optional<List<String>> one(String name) {
    return Optional.of(List.of(name));
  }

  private static GpuGauge gauge(int number, String name, int times, double busy) {
    return new GpuGauge("gpu" + number, name, (long) times << 30, (long) times << 36, busy);
  }

  private static int users(Path library) {
    return NativeLibrary.getInstance(library.toString())
        .getFunction("fake_users")
        .invokeInt(new Object[0]);
  }

  /** Each in a folder of its own: a process knows a library by its path. */
  private Path compiled(String... options) throws IOException, InterruptedException {
    assumeTrue(InstalledProgram.canCompile(), "a C compiler (cc), on Linux");
    Path place = java.nio.file.Files.createTempDirectory(folder, "driver");
    Path library = place.resolve("libnvidia-ml.so.1");
    InstalledProgram.library(Path.of("src/test/c/nvml.c"), library, options);
    return library;
  }
}
