package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsBenchTest {
  @Test
  void withoutPythonTimesAreToldAndRatiosLeftOut() throws IOException {
    List<String> lines = new ArrayList<>();
    ProgramsBench bench = new ProgramsBench(new ProgramsBench.Size(1, 32, 1, 1), lines::add);
    assertThat(bench.run("no-such-python")).isEmpty();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).matches("frozen-float32: [0-9.]+ ms");
    assertThat(lines.get(3)).matches("training-bfloat16: [0-9.]+ ms");
  }
}
