package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.sampler.SamplerRecipe;
import io.reflux.sampler.Samplers;
import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.teacher.CacheMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tasks that train: {@code train { … }} and {@code distill { … }}. */
final class LearnReader {
  private static final List<String> SHARED = List.of("network", "method", "optimizer", "schedule");

  private final Devices devices;
  private final Pace.Hardware hardware;

  /**
   * For the tasks of a file.
   *
   * @param hardware what one of them has of the machine
   */
  LearnReader(Devices devices, Pace.Hardware hardware) {
    this.devices = devices;
    this.hardware = hardware;
  }

  /** A training without teacher, of one student that is named as its task. */
  Learn train(String task, Section written) {
    Section section =
        written.withDefaults(
            Defaults.of("pipeline.student").withFallback(Defaults.of("pipeline.learn")));
    StudentSpec student = student(task, section, section);
    Map<String, StudentSpec> students = new LinkedHashMap<>(Map.of(task, student));
    return learn(Map.of(), students, new Written(section, Map.of(), Map.of(task, section)));
  }

  /** A training with one teacher or several by name, of one student or of several by name. */
  Learn distill(String task, Section written) {
    Section section = written.withDefaults(Defaults.of("pipeline.learn"));
    Map<TeacherName, Section> taught = teachers(section);
    Map<TeacherName, TeacherSpec> teachers = new LinkedHashMap<>();
    taught.forEach((name, own) -> teachers.put(name, TeacherSpec.read(own, devices)));
    checkPeriods(teachers, section);
    Map<String, StudentSpec> students = new LinkedHashMap<>();
    Map<String, Section> sections = students(task, section);
    sections.forEach(
        (name, own) -> {
          Names.check(own, "student", name);
          students.put(name, student(name, own, section));
          own.finish();
        });
    for (String key : SHARED) {
      if (section.isWritten(key) && sections.values().stream().allMatch(s -> s.has(key))) {
        section.refuse(key, "nothing: every student has its own " + key);
      }
    }
    return learn(teachers, students, new Written(section, taught, sections));
  }

  /** Where a task, its teachers and its students stand. */
  private record Written(
      Section body, Map<TeacherName, Section> teachers, Map<String, Section> students) {}

  private static Map<TeacherName, Section> teachers(Section section) {
    Map<TeacherName, Section> teachers = new LinkedHashMap<>();
    if (!section.has("teachers")) {
      teachers.put(TeacherName.NONE, teacher(section.section("teacher")));
      return teachers;
    }
    if (section.has("teacher")) {
      section.refuse("teacher", "either teacher { … } or teachers { … }");
    }
    section
        .named("teachers")
        .forEach(
            (name, own) -> {
              Names.check(own, "teacher", name);
              teachers.put(new TeacherName(name), teacher(own));
            });
    if (teachers.isEmpty()) {
      section.refuse("teachers", "at least one teacher");
    }
    return teachers;
  }

  private static Section teacher(Section written) {
    return written.withDefaults(Defaults.of("pipeline.teacher"));
  }

  private static void checkPeriods(Map<TeacherName, TeacherSpec> teachers, Section section) {
    long periods =
        teachers.values().stream()
            .filter(each -> each.cache().mode() == CacheMode.REPLAY)
            .map(each -> each.cache().period())
            .distinct()
            .count();
    if (periods > 1) {
      section.refuse("teachers", "one cache.period for all: views repeat for all alike");
    }
  }

  private Map<String, Section> students(String task, Section section) {
    boolean single = section.has("student");
    boolean several = section.has("students");
    if (single && several) {
      section.refuse("student", "either student { … } or students { … }");
    }
    Map<String, Section> sections = new LinkedHashMap<>();
    if (single || !several) {
      sections.put(task, section.section("student"));
    } else {
      sections.putAll(section.named("students"));
      if (sections.isEmpty()) {
        section.refuse("students", "at least one student");
      }
    }
    sections.replaceAll((name, own) -> own.withDefaults(Defaults.of("pipeline.student")));
    return sections;
  }

  private StudentSpec student(String name, Section own, Section shared) {
    return StudentSpec.read(name, new StudentSpec.Written(own, shared), devices);
  }

  private Learn learn(
      Map<TeacherName, TeacherSpec> teachers, Map<String, StudentSpec> students, Written written) {
    Section section = written.body();
    SamplerRecipe sampler = Samplers.CATALOGUE.read(section.section("sampler"));
    ViewSpec views = ViewSpec.read(section.section("views"));
    int epochs = section.whole("epochs", Range.between(1, 1_000_000));
    Device student =
        students.values().stream().findFirst().map(StudentSpec::device).orElse(Device.CPU);
    Section evaluate = section.section("evaluate");
    EvaluationSpec evaluation = EvaluationSpec.read(evaluate, devices, student);
    CheckpointSpec checkpoint = CheckpointSpec.read(section.section("checkpoint"));
    section.finish();
    CoreShares shares = CoreShares.of(hardware.cores(), teachers.values(), students.values());
    written
        .teachers()
        .forEach(
            (name, own) ->
                teachers.computeIfPresent(name, (any, spec) -> shares.settled(spec, own)));
    written
        .students()
        .forEach(
            (name, own) ->
                students.computeIfPresent(name, (any, spec) -> shares.settled(spec, own)));
    return new Learn(
        teachers,
        students,
        sampler,
        views,
        epochs,
        shares.settled(evaluation, evaluate),
        checkpoint);
  }
}
