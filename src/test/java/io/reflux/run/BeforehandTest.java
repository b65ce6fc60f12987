package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BeforehandTest {
  private static final Watchdog WATCHDOG =
      new Watchdog(Duration.ofDays(1), Duration.ofMinutes(10), Duration.ofSeconds(30), 20);

  @Test
  void whatTakesLongIsSaidOnceAndWhatMayHangIsNamed() {
    List<String> said = new ArrayList<>();
    long began = System.nanoTime();
    try (Beforehand watch = new Beforehand(hearing(said), WATCHDOG, began)) {
      watch.look(began + TimeUnit.SECONDS.toNanos(1));
      assertThat(said).isEmpty();
      watch.look(began + TimeUnit.SECONDS.toNanos(3));
      watch.look(began + TimeUnit.SECONDS.toNanos(4));
      assertThat(said).containsExactly("looking at the images and weights that it begins with");
      watch.at("images/a.png");
      long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
      watch.look(later);
      watch.look(later + TimeUnit.HOURS.toNanos(1));
      assertThat(said).hasSize(2);
      assertThat(said.get(1)).matches("it has been at images/a.png for 3600.\\d s; it may hang");
      watch.at("images/b.png");
      watch.look(later);
      assertThat(said).hasSize(3).last().asString().contains("images/b.png");
    }
  }

  private static RunListener hearing(List<String> said) {
    return new RunListener() {
      @Override
      public void started(RunHandle run) {}

      @Override
      public void heard(RunEvent event) {}

      @Override
      public void beforehand(String sentence) {
        said.add(sentence);
      }
    };
  }
}
