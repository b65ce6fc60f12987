package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.stage.Cache;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Lane;
import io.reflux.stage.Loader;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.Trainer;
import io.reflux.task.DistillationScheduler;
import io.reflux.task.MeasureScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java 17 can't switch over types, so an actor could forget a message of its sealed protocol. */
class EveryMessageIsHandledTest {

  static List<Class<?>> actors() {
    return List.of(
        Cache.class,
        DistillationScheduler.class,
        Evaluator.class,
        Lane.class,
        Loader.class,
        MeasureScheduler.class,
        StatusBoard.class,
        Supervisor.class,
        TeacherPool.class,
        Trainer.class);
  }

  @ParameterizedTest
  @MethodSource("actors")
  void byItsActor(Class<?> actor) throws IOException {
    String source =
        Files.readString(Path.of("src/main/java", actor.getName().replace('.', '/') + ".java"));
    Class<?> protocol =
        Arrays.stream(actor.getDeclaredClasses())
            .filter(inner -> inner.getSimpleName().equals("Command"))
            .findFirst()
            .orElseThrow();
    Class<?>[] messages = protocol.getPermittedSubclasses();
    assertThat(messages).isNotEmpty();
    for (Class<?> message : messages) {
      assertThat(source).contains(".onMessage(" + message.getSimpleName() + ".class,");
    }
  }
}
