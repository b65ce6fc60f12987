package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordIndexTest {
  @Test
  void agreesWithAMapThroughAnyHistory() {
    Draws draws = Chance.of(7).draws();
    RecordIndex index = new RecordIndex();
    Map<Long, Long> map = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      long key = FeatureCache.key(draws.nextInt(9000), 0, draws.nextInt(8));
      if (draws.nextInt(5) == 0) {
        index.put(key, RecordIndex.ABSENT);
        map.remove(key);
      } else {
        index.put(key, i);
        map.put(key, (long) i);
      }
    }
    assertThat(index.size()).isEqualTo(map.size());
    for (int example = 0; example < 9000; example++) {
      for (int view = 0; view < 8; view++) {
        long key = FeatureCache.key(example, 0, view);
        assertThat(index.get(key)).isEqualTo(map.getOrDefault(key, RecordIndex.ABSENT));
      }
    }
  }
}
