package io.reflux.pipeline;

import io.reflux.sampler.SamplerRecipe;
import io.reflux.sampler.Samplers;
import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the tasks that train: {@code train { … }} and {@code distill { … }}. */
final class LearnReader {
  private static final List<String> SHARED = List.of("network", "method", "optimizer", "schedule");

  private final Devices devices;

  LearnReader(Devices devices) {
    this.devices = devices;
  }

  /** A training without teacher, of one student that is named as its task. */
  Learn train(String task, Section written) {
    Section section =
        written.withDefaults(
            Defaults.of("pipeline.student").withFallback(Defaults.of("pipeline.learn")));
    StudentSpec student = student(task, section, section);
    return learn(Optional.empty(), Map.of(task, student), section);
  }

  /** A training with teacher, of one student or of several by name. */
  Learn distill(String task, Section written) {
    Section section = written.withDefaults(Defaults.of("pipeline.learn"));
    Section teacher = section.section("teacher").withDefaults(Defaults.of("pipeline.teacher"));
    TeacherSpec spec = TeacherSpec.read(teacher, devices);
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
    return learn(Optional.of(spec), students, section);
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
      Optional<TeacherSpec> teacher, Map<String, StudentSpec> students, Section section) {
    SamplerRecipe sampler = Samplers.CATALOGUE.read(section.section("sampler"));
    ViewSpec views = ViewSpec.read(section.section("views"));
    int epochs = section.whole("epochs", Range.between(1, 1_000_000));
    EvaluationSpec evaluation = EvaluationSpec.read(section.section("evaluate"), devices);
    CheckpointSpec checkpoint = CheckpointSpec.read(section.section("checkpoint"));
    section.finish();
    return new Learn(teacher, students, sampler, views, epochs, evaluation, checkpoint);
  }
}
