package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.stage.RunEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sampler draws by is looked at before it is stored. */
class StoredEmbeddingsTest {
  private static final int POISONED = 9;

  @TempDir Path folder;

  @Test
  void embeddingsThatAreNotFiniteAreNeverStored() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Pipeline pipeline = SoakRuns.pipeline("coreset", pack, 2);
    Series undisturbed = Series.of(pipeline, folder.resolve("undisturbed"));

    Path run = folder.resolve("run");
    Trial trial = Trial.of(pipeline, run, PoisonedStages.ofEmbeddings(POISONED));
    assertThat(trial.failed("target"))
        .startsWith("student target, step " + POISONED + ": embedding: NaN (expected: finite");
    Trial resumed = Trial.of(pipeline, run);
    resumed.completed();
    assertThat(resumed.heard(RunEvent.TaskStarted.class).get(0).fromStep()).isLessThan(POISONED);
    assertThat(Series.of(resumed.directory())).isEqualTo(undisturbed);
  }
}
