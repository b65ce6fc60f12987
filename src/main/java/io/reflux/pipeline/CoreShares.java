package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.network.Precision;
import io.reflux.setting.Section;
import io.reflux.teacher.CacheMode;
import io.reflux.train.StudentPlace;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * What {@code threads = auto} comes to: how the cores of a processor are shared out over the stages
 * of a task that compute on it at once.
 *
 * <p>A sum over a batch is added up in as many parts as there are threads, so the gradients of
 * every network depend on their number to the last bits, and so do some products of few rows. The
 * shares therefore follow from the cores and from the file alone, never from a clock, a student's
 * not even from how many lanes or replicas there are; and the resolved pipeline holds them as
 * numbers, so a resume has the same, also on a machine with other cores. One is the default, with
 * which nothing depends on the cores.
 *
 * @param cores that the task has: the machine's, shared by the tasks that may compute on them at
 *     once
 * @param taught whether teachers compute beside the students in every epoch, on the processor
 * @param students how many students are trained on the processor, on however many replicas
 * @param lanes how many lanes teachers have on the processor
 */
record CoreShares(int cores, boolean taught, int students, int lanes) {
  private static final String KEY = "threads";
  private static final int MOST = 1024;

  /**
   * Up to so many cores, stages in float32 have all of them each. A share of one core leaves the
   * other idle while a stage waits: with a ResNet-50 as the teacher of a ResNet-18, steps took 1863
   * ms with a thread each and 1409 with two each, on two cores.
   */
  private static final int FEW = 4;

  /** Stands for a number that is still to be settled. */
  static final int AUTO = 0;

  /**
   * The shares of a task.
   *
   * @param cores that it has for itself
   */
  static CoreShares of(
      int cores, Collection<TeacherSpec> teachers, Collection<StudentSpec> students) {
    return new CoreShares(
        cores,
        teachers.stream().anyMatch(CoreShares::worksAllTheTime),
        (int) students.stream().filter(each -> processors(each.place().devices()) > 0).count(),
        teachers.stream()
            .filter(each -> !each.nodesOnly())
            .mapToInt(each -> processors(each.devices()))
            .sum());
  }

  /** The number of threads that a section says; {@link #AUTO} where it leaves it open. */
  static int read(Section section) {
    OptionalInt number = Machine.whole(section, KEY, MOST);
    return number.orElse(AUTO);
  }

  /** All that a task has, where a section leaves the number open. */
  static int whole(int cores, Device device, Section section) {
    return settled(section, read(section), processors(List.of(device)) == 0 ? 1 : cores);
  }

  /** A student, with the threads of each of its devices. */
  StudentSpec settled(StudentSpec student, Section section) {
    StudentPlace place = student.place();
    int share =
        processors(place.devices()) == 0
            ? 1
            : student.network().precision() == Precision.BFLOAT16 ? spinning() : ofStudent();
    int threads = settled(section, place.threads(), share);
    return student.at(
        new StudentPlace(place.devices(), threads, place.microBatch(), place.synchronised()));
  }

  /** A teacher, with the threads of its lanes. */
  TeacherSpec settled(TeacherSpec teacher, Section section) {
    int share = processors(teacher.devices()) == 0 ? 1 : ofLane();
    return teacher.with(settled(section, teacher.threadsPerLane(), share));
  }

  /** The evaluation beside the training, with its threads. */
  EvaluationSpec settled(EvaluationSpec evaluation, Section section) {
    int share = processors(List.of(evaluation.device())) == 0 ? 1 : half();
    return evaluation.with(settled(section, evaluation.threads(), share));
  }

  /**
   * Of each replica of a student: half of the cores where a teacher computes all the time, all of
   * them else or where they are few, shared with the other students.
   */
  int ofStudent() {
    return share(taught && cores > FEW ? half() : cores, students);
  }

  /** Of each lane: half of the cores, all where they are few or no student is on the processor. */
  int ofLane() {
    return share(students > 0 && cores > FEW ? half() : cores, lanes);
  }

  /**
   * Of each replica of a student in bfloat16: its part of half of the cores where a teacher
   * computes all the time, and one less, where it has several. oneDNN adds up their gradients of
   * convolutions behind barriers at which threads spin; where one of them waits for a core that a
   * loader has, the others hold theirs for nothing, and a step was measured to take four to ten
   * times the processor time.
   */
  int spinning() {
    return Math.max(1, share(taught ? half() : cores, students) - 1);
  }

  private int half() {
    return Math.max(1, cores / 2);
  }

  private static int share(int cores, int parties) {
    return Math.max(1, cores / Math.max(1, parties));
  }

  private static int settled(Section section, int written, int share) {
    if (written != AUTO) {
      return written;
    }
    int threads = Math.min(share, MOST);
    section.resolve(KEY, threads);
    return threads;
  }

  /** What is cached is computed once, and read in all epochs to come. */
  private static boolean worksAllTheTime(TeacherSpec teacher) {
    return !teacher.nodesOnly()
        && teacher.cache().mode() == CacheMode.OFF
        && processors(teacher.devices()) > 0;
  }

  private static int processors(List<Device> devices) {
    return (int) devices.stream().filter(each -> each.kind() == Device.Kind.CPU).count();
  }
}
