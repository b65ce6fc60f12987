package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys may change when a run goes on. */
class KeyRuleTest {
  @ParameterizedTest
  @CsvSource({
    "status.port, FREE",
    "machine.loaders, FREE",
    "data.root, FREE",
    "data.roots, FIXED",
    "tasks.a.train.checkpoint.every, FREE",
    "tasks.a.distill.teacher.cache.shard-size, FREE",
    "tasks.a.distill.teacher.cache.mode, FIXED",
    "tasks.a.distill.teacher.retries, FREE",
    "tasks.a.train.epochs, ASSIGNED",
    "tasks.a.train.optimizer.lr, ASSIGNED",
    "tasks.a.distill.students.b.optimizer.groups.proxies.lr-scale, ASSIGNED",
    "tasks.a.train.optimizer.type, FIXED",
    "tasks.a.train.schedule.type, ASSIGNED",
    "tasks.a.train.evaluate.every, ASSIGNED",
    "tasks.a.train.evaluate.best, FIXED",
    "tasks.a.train.evaluate.threads, ASSIGNED",
    "tasks.a.distill.students.b.device, ASSIGNED",
    "tasks.a.distill.teacher.devices, ASSIGNED",
    "tasks.a.distill.teachers.b.devices, ASSIGNED",
    "tasks.a.distill.students.b.devices, FIXED",
    "tasks.a.train.sampler.batch-size, FIXED",
    "tasks.a.train.network.embedding, FIXED",
    "tasks.a.distill.students.b.method.type, FIXED",
    "tasks.a.train.views.train.steps.0.side, FIXED",
    "data.split.by, FIXED",
    "seed, FIXED",
    "tasks.a.needs, FIXED"
  })
  void eachKeyHasOne(String key, KeyRule.Freedom freedom) {
    assertThat(KeyRule.of(key).freedom()).isEqualTo(freedom);
  }

  @Test
  void whatIsFixedHasAReason() {
    assertThat(KeyRule.all()).allMatch(rule -> !rule.why().isEmpty());
  }
}
