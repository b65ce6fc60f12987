package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedCachesTest {
  @TempDir private Path folder;

  @Test
  void cachesWithoutAPlaceOfTheirOwnMoveAndNothingElseChanges() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Path shared = folder.resolve("all caches");
    Pipeline off = TinyPipeline.ofOneStudent(pack);
    assertThat(off.withCachesIn(shared)).isSameAs(off);
    Pipeline replaying =
        TinyPipeline.ofOneStudent(pack, "shared.cache { mode = replay, period = 1 }");
    Pipeline moved = replaying.withCachesIn(shared);
    assertThat(place(moved)).isEqualTo(shared.toString());
    assertThat(io.reflux.setting.KeyChanges.between(replaying.resolved(), moved.resolved()))
        .singleElement()
        .satisfies(change -> assertThat(change.key()).endsWith("teacher.cache.directory"));
    Pipeline placed =
        TinyPipeline.ofOneStudent(
            pack, "shared.cache { mode = clean, directory = \"" + folder.resolve("own") + "\" }");
    assertThat(placed.withCachesIn(shared)).isSameAs(placed);
  }

  private static String place(Pipeline pipeline) {
    Learn learn = pipeline.tasks().get(1).learn().orElseThrow();
    return learn.teachers().values().iterator().next().cache().directory();
  }
}
