package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Holds every mistake that a pipeline file can have to its exact sentences. */
class ProblemsTest {

  @Test
  void theGoodTextHasNone() {
    assertThat(Texts.problems(Texts.GOOD)).isEmpty();
  }

  @Test
  void manyMistakesAreReportedAtOnce() {
    String text =
        Texts.GOOD
            .replace("seed = 7", "sead = 7")
            .replace("epochs = 3", "epochs = 0")
            .replace("devices = [cpu, cpu]", "devices = [cpu, gpu0]")
            .replace("images-per-class = 3", "images-per-clas = 3");
    assertThat(Texts.problems(text))
        .containsExactly(
            "pipeline.conf:12: tasks[0].distill.teacher.devices: [\"cpu\",\"gpu0\"]"
                + " (expected: a device of this machine; not gpu0: no driver)",
            "pipeline.conf:20: tasks[0].distill.epochs: 0"
                + " (expected: a whole number 1 … 1000000)",
            "pipeline.conf:28: tasks[1].train.sampler.images-per-clas: 3"
                + " (expected: no such key; nearest: images-per-class)",
            "pipeline.conf:2: sead: 7 (expected: no such key; nearest: seed, seeds)");
  }

  @Test
  void aParameterGroupThatNobodyTrainsIsRefusedBeforeAnythingStarts() {
    String method = "method { type = proxy-anchor }";
    String optimizer = "optimizer { groups { beta { lr = 1 }, proxies { lr-scale = 100 } } }";
    String text =
        Texts.GOOD.replace(
            method + "\n      sampler", method + ", " + optimizer + "\n      sampler");
    assertThat(Texts.problems(text))
        .containsExactly(
            "pipeline.conf:27: tasks[1].train.optimizer.groups.beta: {\"lr\":1}"
                + " (expected: one of backbone, embedding, proxies)");
  }

  @Test
  void anUnknownNeedIsNamed() {
    assertThat(Texts.problems("needs = [source]", "needs = [sorce]"))
        .containsExactly(
            "pipeline.conf:10: tasks[0].needs: [\"sorce\"]"
                + " (expected: names of tasks; sorce is none; nearest: source)");
  }

  @Test
  void aCircleIsToldWhole() {
    assertThat(Texts.problems("name = source\n", "name = source, needs = [measured]\n"))
        .containsExactly(
            "pipeline.conf:33: tasks[2].needs: [] (expected: no circle:"
                + " target needs source needs measured needs target)");
  }

  @Test
  void twoTasksOfOneNameAreRefused() {
    assertThat(Texts.problems("name = measured", "name = source"))
        .containsExactly(
            "pipeline.conf:33: tasks[2].name: \"source\""
                + " (expected: a name that no other task has)");
  }

  @Test
  void namesMustBeFitForFolders() {
    assertThat(Texts.problems("name = good", "name = ../good"))
        .containsExactly(
            "pipeline.conf:1: name: \"../good\" (expected: letters, digits, - and _,"
                + " beginning with a letter or digit)");
  }

  @Test
  void aTeacherMustBeATrainedStudentOfAnotherTask() {
    assertThat(Texts.problems("task = source,", "task = sauce,"))
        .containsExactly(
            "pipeline.conf:12: tasks[0].distill.teacher.task: \"sauce\""
                + " (expected: the name of a task; nearest: source)");
    assertThat(Texts.problems("task = source,", "task = target,"))
        .containsExactly(
            "pipeline.conf:12: tasks[0].distill.teacher.task: \"target\""
                + " (expected: another task than its own)");
    assertThat(Texts.problems("task = source,", "task = source.small,"))
        .containsExactly(
            "pipeline.conf:12: tasks[0].distill.teacher.task: \"source.small\""
                + " (expected: one of source.source)");
  }

  @Test
  void ofSeveralStudentsOneMustBeNamed() {
    assertThat(Texts.problems("task = target.student", "task = target"))
        .containsExactly(
            "pipeline.conf:33: tasks[2].evaluate.task: \"target\""
                + " (expected: one of target.student, target.baseline)");
  }

  @Test
  void aTaskIsOfOneKind() {
    assertThat(Texts.problems("{ name = measured, evaluate", "{ name = measured, evalaute"))
        .containsExactly(
            "pipeline.conf:33: tasks[2].evalaute: {\"metrics\":[\"recall@1\"],"
                + "\"task\":\"target.student\"} (expected: no such key; nearest: evaluate)");
    assertThat(Texts.problems("\"recall@1\"] } }", "\"recall@1\"] }, train { } }"))
        .containsExactly(
            "pipeline.conf:33: tasks[2].evaluate: {\"metrics\":[\"recall@1\"],"
                + "\"task\":\"target.student\"} (expected: nothing beside train: exactly one of"
                + " train { … }, distill { … }, evaluate { … }, export { … })");
  }

  @Test
  void aMethodThatNeedsATeacherNeedsADistillation() {
    assertThat(
            Texts.problems(
                "train {\n      network { backbone = conv4, embedding = 32 }\n"
                    + "      method { type = proxy-anchor }",
                "train {\n      network { backbone = conv4, embedding = 32 }\n"
                    + "      method { type = rkd }"))
        .containsExactly(
            "pipeline.conf:27: tasks[1].train.method.type: \"rkd\" (expected: a method without"
                + " teacher; this one needs distill { teacher { … } })");
  }

  @Test
  void aTeacherNeedsSomebodyWhoLearnsFromIt() {
    assertThat(Texts.problems("type = relaxed-contrastive", "type = proxy-anchor"))
        .containsExactly(
            "pipeline.conf:12: tasks[0].distill.teacher:"
                + " {\"devices\":[\"cpu\",\"cpu\"],\"task\":\"source\"} (expected: a student whose"
                + " method learns from the teacher; none does)");
  }

  @Test
  void theBestEpochIsPickedByAMetricThatIsComputed() {
    assertThat(Texts.problems("epochs = 5", "epochs = 5, evaluate { best = \"recall@3\" }"))
        .containsExactly(
            "pipeline.conf:30: tasks[1].train.evaluate.best: \"recall@3\" (expected: one of"
                + " metrics: recall@1, recall@2, recall@4, recall@8, map@r)");
  }

  @Test
  void aSharedSettingThatNobodyTakesIsRefused() {
    assertThat(
            Texts.problems(
                "network { backbone = conv4, embedding = 8 }",
                "network { backbone = conv4, embedding = 8 }, method { type = pkt }"))
        .containsExactly(
            "pipeline.conf:17: tasks[0].distill.method: {\"type\":\"pkt\"}"
                + " (expected: nothing: every student has its own method)");
  }

  @Test
  void withoutNetworkOrMethodThereIsNothingToTrain() {
    assertThat(Texts.problems("network { backbone = conv4, embedding = 32 }\n", "\n"))
        .containsExactly(
            "pipeline.conf:25: tasks[1].train.network: missing (expected: an object { … })");
  }
}
