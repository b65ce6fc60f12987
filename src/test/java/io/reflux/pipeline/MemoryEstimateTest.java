package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  /** One task has two students, another one, the third none. */
  @Test
  void severalThatLearnAtOnceTakeMoreThanEachByItself() throws PipelineException {
    Pipeline pipeline = Texts.read(Texts.GOOD);
    assertThat(MemoryEstimate.of(pipeline).networks())
        .isEqualTo(Math.max(networks(pipeline, 0), Math.round(1.5 * networks(pipeline, 1))));
    String other =
        """
        tasks = ${tasks} [ { name = other, train {
          network { backbone = conv4, embedding = 32 }, method { type = proxy-anchor }
          sampler { batch-size = 12, images-per-class = 3 }, views = ${shared.views}, epochs = 5
        } } ]
        machine.devices.cpu = 2
        """;
    Pipeline beside = Texts.read(Texts.GOOD + other);
    assertThat(MemoryEstimate.of(beside).networks())
        .isGreaterThan(MemoryEstimate.of(pipeline).networks());
  }

  @Test
  void oneStudentTakesWhatItNeeds() throws PipelineException {
    String alone = "student { method { type = relaxed-contrastive } }\n";
    Pipeline pipeline =
        Texts.read(
            Texts.GOOD.replace(Texts.STUDENTS, alone).replace("target.student", "target.target"));
    assertThat(MemoryEstimate.of(pipeline).networks())
        .isEqualTo(Math.max(networks(pipeline, 0), networks(pipeline, 1)));
  }

  private static long networks(Pipeline pipeline, int task) {
    return pipeline.needs(pipeline.tasks().get(task).work()).stream()
        .mapToLong(MemoryNeed::bytes)
        .sum();
  }
}
