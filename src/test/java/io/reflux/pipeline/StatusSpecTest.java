package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusSpecTest {

  @Test
  void listensOnThisMachineOnAnyPortByDefault() {
    Problems problems = new Problems();
    StatusSpec settings = read("", problems);
    assertThat(problems.all()).isEmpty();
    assertThat(settings)
        .isEqualTo(
            new StatusSpec(
                "127.0.0.1",
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                List.of(),
                Optional.empty(),
                new StatusSpec.Limits(128, 32, 200)));
    assertThat(settings.isLocal()).isTrue();
  }

  @Test
  void notesEveryMistake() {
    Problems problems = new Problems();
    read("port = 70000, every = 0s, hots = localhost", problems);
    assertThat(problems.all())
        .extracting(p -> p.path() + " " + p.value())
        .containsExactly("status.port 70000", "status.every \"0s\"", "status.hots \"localhost\"");
  }

  private static StatusSpec read(String text, Problems problems) {
    return StatusSpec.read(
        new Section(ConfigFactory.parseString(text).root(), Defaults.NONE, "status", problems));
  }
}
