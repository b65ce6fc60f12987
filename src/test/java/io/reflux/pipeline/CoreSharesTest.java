package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code threads = auto} comes to. */
class CoreSharesTest {
  private static final String GOOD =
      Texts.GOOD
          .replace("teacher { ", "teacher { threads = auto, ")
          .replace("student { method", "student { threads = auto, method")
          .replace("baseline { method", "baseline { threads = auto, method")
          .replace(
              "network { backbone = conv4, embedding = 32",
              "threads = auto, network { backbone = conv4, embedding = 32");
  private static final String STUDENTS =
      Texts.STUDENTS
          .replace("student { method", "student { threads = auto, method")
          .replace("baseline { method", "baseline { threads = auto, method");
  private static final String TEACHER = "task = source, devices = [cpu, cpu]";

  @Test
  void aStudentSharesWithTeachersThatComputeAllTheTimeAndWithOtherStudents() {
    assertThat(new CoreShares(16, true, 1, 1).ofStudent()).isEqualTo(8);
    assertThat(new CoreShares(16, false, 1, 1).ofStudent()).isEqualTo(16);
    assertThat(new CoreShares(16, true, 3, 1).ofStudent()).isEqualTo(2);
    assertThat(new CoreShares(2, true, 8, 1).ofStudent()).isEqualTo(1);
    assertThat(new CoreShares(1, true, 1, 1).ofStudent()).isEqualTo(1);
  }

  @Test
  void inBfloat16ItLeavesACoreToOthersBecauseItsThreadsSpin() throws PipelineException {
    assertThat(new CoreShares(16, true, 1, 1).spinning()).isEqualTo(7);
    assertThat(new CoreShares(2, false, 1, 0).spinning()).isEqualTo(1);
    assertThat(new CoreShares(1, false, 1, 0).spinning()).isEqualTo(1);
    String brief = "network { backbone = conv4, embedding = 32, precision = bfloat16 }";
    Learn learn =
        Texts.read(GOOD.replace("network { backbone = conv4, embedding = 32 }", brief))
            .tasks()
            .get(0)
            .learn()
            .orElseThrow();
    int cores = Pace.Hardware.present().cores();
    assertThat(learn.students().values())
        .extracting(each -> each.place().threads())
        .containsExactly(Math.max(1, cores - 1));
  }

  @Test
  void aStudentsNumberDependsOnNoLane() {
    for (int lanes = 1; lanes <= 8; lanes++) {
      assertThat(new CoreShares(16, true, 1, lanes).ofStudent()).isEqualTo(8);
    }
  }

  @Test
  void lanesHaveWhatStudentsLeave() {
    assertThat(new CoreShares(16, true, 1, 1).ofLane()).isEqualTo(8);
    assertThat(new CoreShares(16, true, 0, 1).ofLane()).isEqualTo(16);
    assertThat(new CoreShares(16, true, 1, 3).ofLane()).isEqualTo(2);
    assertThat(new CoreShares(5, true, 1, 1).ofLane()).isEqualTo(2);
  }

  @Test
  void ofFewCoresEachHasAll() {
    assertThat(new CoreShares(2, true, 1, 1).ofLane()).isEqualTo(2);
    assertThat(new CoreShares(2, true, 1, 1).ofStudent()).isEqualTo(2);
    assertThat(new CoreShares(4, true, 2, 1).ofStudent()).isEqualTo(2);
    assertThat(new CoreShares(4, true, 1, 2).ofLane()).isEqualTo(2);
    assertThat(new CoreShares(4, true, 1, 1).spinning()).isEqualTo(1);
  }

  @Test
  void whatIsResolvedNamesNumbersAndIsReadAsItIs() throws PipelineException {
    int cores = Pace.Hardware.present().cores();
    Pipeline pipeline = Texts.read(GOOD);
    assertThat(pipeline.resolved()).doesNotContain("threads = auto");
    CoreShares shares = new CoreShares(cores, true, 2, 2);
    Learn learn = pipeline.tasks().get(1).learn().orElseThrow();
    assertThat(learn.teachers().values())
        .allSatisfy(each -> assertThat(each.threadsPerLane()).isEqualTo(shares.ofLane()));
    assertThat(learn.students().values())
        .allSatisfy(each -> assertThat(each.place().threads()).isEqualTo(shares.ofStudent()));
    Learn source = pipeline.tasks().get(0).learn().orElseThrow();
    assertThat(source.students().values().iterator().next().place().threads()).isEqualTo(cores);
    // As on a machine with other cores: what a run began with, it goes on with.
    String elsewhere = pipeline.resolved().replaceAll("threads = \\d+", "threads = 37");
    Pipeline again = Pipeline.parse(elsewhere, Path.of(""), Environment.ANY_MACHINE);
    assertThat(again.resolved()).isEqualTo(elsewhere);
    assertThat(
            again
                .tasks()
                .get(0)
                .learn()
                .orElseThrow()
                .students()
                .values()
                .iterator()
                .next()
                .place()
                .threads())
        .isEqualTo(37);
  }

  @Test
  void behindACacheATeacherLeavesTheProcessorToItsStudents() throws PipelineException {
    int cores = Pace.Hardware.present().cores();
    Learn learn =
        Texts.read(
                GOOD.replace(TEACHER, TEACHER + ", cache.mode = clean")
                    .replace("target.student", "source")
                    .replace(
                        STUDENTS,
                        "student { threads = auto, method { type = relaxed-contrastive } }\n"))
            .tasks()
            .get(1)
            .learn()
            .orElseThrow();
    assertThat(learn.students().values())
        .allSatisfy(each -> assertThat(each.place().threads()).isEqualTo(cores));
  }

  /** The file has three that compute, so more places are no more tasks. */
  @Test
  void tasksThatAreAtTheProcessorAtOnceShareIt() throws PipelineException {
    int cores = Pace.Hardware.present().cores();
    assertThat(threadsOfSource("machine.devices.cpu = 3")).isEqualTo(Math.max(1, cores / 3));
    assertThat(threadsOfSource("machine.devices.cpu = 64")).isEqualTo(Math.max(1, cores / 3));
    assertThat(threadsOfSource("machine { devices.cpu = 64, max-tasks = 1 }")).isEqualTo(cores);
    assertThat(threadsOfSource("machine.max-tasks = 3")).isEqualTo(cores);
  }

  private static int threadsOfSource(String machine) throws PipelineException {
    Learn source = Texts.read(GOOD + machine + "\n").tasks().get(0).learn().orElseThrow();
    return source.students().values().iterator().next().place().threads();
  }

  @Test
  void whatIsWrittenHolds() throws PipelineException {
    Learn learn =
        Texts.read(GOOD.replace(TEACHER, TEACHER + ", threads = 5"))
            .tasks()
            .get(1)
            .learn()
            .orElseThrow();
    assertThat(learn.teachers().values())
        .allSatisfy(each -> assertThat(each.threadsPerLane()).isEqualTo(5));
  }
}
