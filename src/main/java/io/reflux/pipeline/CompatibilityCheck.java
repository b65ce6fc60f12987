package io.reflux.pipeline;

import io.reflux.method.Method;
import io.reflux.method.Weightings;
import io.reflux.network.Network;
import io.reflux.objective.LossInput;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import io.reflux.train.StudentState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether the parts of a training fit each other: methods, networks, teacher, views. */
final class CompatibilityCheck {
  private CompatibilityCheck() {}

  /** Notes what does not fit in a training without teacher. */
  static void checkAlone(TaskDraft draft, Learn learn) {
    for (StudentSpec student : learn.students().values()) {
      if (!student.method().value().teacherOutputs().isEmpty()) {
        methodSection(draft, student)
            .refuse("type", "a method without teacher; this one needs distill { teacher { … } }");
      }
    }
    new AgreementCheck(draft, learn).check();
  }

  /** Notes which views or outputs a student's method needs that aren't there. */
  static void checkMethods(TaskDraft draft, Learn learn) {
    checkBest(draft, learn);
    for (StudentSpec student : learn.students().values()) {
      Method method = student.method().value();
      int views = method.views().needed();
      views = Math.max(views, method.momentum().map(m -> m.view() + 1).orElse(1));
      if (views > learn.views().count()) {
        draft
            .body()
            .section("views")
            .refuse("count", ">= " + views + ", for the method of " + student.name());
      }
      Set<String> needed = new TreeSet<>(method.studentOutputs());
      method.momentum().ifPresent(momentum -> needed.addAll(momentum.outputs()));
      weighted(method.weightings()).forEach(part -> needed.add(LossInput.EMBEDDING + "." + part));
      List<String> there = student.network().build().outputs();
      needed.removeAll(there);
      if (!needed.isEmpty()) {
        methodSection(draft, student)
            .refuse(
                "type",
                "a network with the outputs that the method reads; this one has no "
                    + String.join(", ", needed));
      }
    }
  }

  private static Set<String> weighted(Weightings weightings) {
    Set<String> parts = new TreeSet<>(weightings.chosen().keySet());
    weightings.further().values().forEach(weights -> parts.addAll(weights.keySet()));
    return parts;
  }

  /** Notes a best metric of a weighting, or of a smaller embedding, that no student has. */
  private static void checkBest(TaskDraft draft, Learn learn) {
    String best = learn.evaluation().best();
    int end = best.lastIndexOf(Weightings.OF);
    if (end < 0) {
      return;
    }
    Set<String> names = new TreeSet<>();
    if (learn.evaluation().parts().data().isNamed()) {
      names.addAll(learn.evaluation().parts().data().recipes().keySet());
    }
    for (StudentSpec student : learn.students().values()) {
      names.addAll(student.method().value().weightings().further().keySet());
      names.addAll(smallerSizes(student));
      if (student.optimizer().average() > 0) {
        names.add(StudentState.AVERAGE);
      }
    }
    if (!names.contains(best.substring(0, end))) {
      draft
          .body()
          .section("evaluate")
          .refuse(
              "best",
              "a weighting or a size of the method, the average of the optimizer, or a dataset of"
                  + " evaluate.data: one of "
                  + names);
    }
  }

  /** The smaller embeddings of a student; none where what is written doesn't fit its network. */
  private static List<String> smallerSizes(StudentSpec student) {
    Network network = student.network().build();
    long[] row = network.rowShapes(network.someSide()).get(LossInput.EMBEDDING);
    if (row == null || row.length != 1) {
      return List.of();
    }
    try {
      return student.method().value().sizesServed((int) row[0]).stream()
          .filter(size -> size < row[0])
          .map(Method::sizeName)
          .toList();
    } catch (InputException e) {
      return List.of(); // said elsewhere
    }
  }

  /**
   * Notes what does not fit between a training and its teachers.
   *
   * @param outputs what the teachers can answer, by the words of those who learn from them
   */
  static void check(TaskDraft draft, Learn learn, Collection<String> outputs) {
    Set<String> asked = new TreeSet<>();
    for (StudentSpec student : learn.students().values()) {
      List<String> lacking =
          new ArrayList<>(new TreeSet<>(student.method().value().teacherOutputs()));
      asked.addAll(lacking);
      lacking.removeAll(outputs);
      if (!lacking.isEmpty()) {
        methodSection(draft, student)
            .refuse(
                "type",
                "a method that reads of the teacher no more than it has: "
                    + String.join(", ", outputs)
                    + "; not "
                    + String.join(", ", lacking));
      }
    }
    boolean readable = draft.body().problemsSoFar() == 0;
    for (TeacherName name : learn.teachers().keySet()) {
      if (readable && name.own(asked).isEmpty()) {
        draft
            .body()
            .refuse(
                name.text().isEmpty() ? "teacher" : "teachers." + name.text(),
                "a student whose method learns from the teacher; none does");
      }
    }
  }

  private static Section methodSection(TaskDraft draft, StudentSpec student) {
    return section(draft, student, "method");
  }

  /** Where something of a student was written: beside it, or for all students of its task. */
  static Section section(TaskDraft draft, StudentSpec student, String key) {
    Section own = owner(draft, student);
    return own.has(key) ? own.section(key) : draft.body().section(key);
  }

  /** Where a student's own keys are written. */
  static Section owner(TaskDraft draft, StudentSpec student) {
    Section body = draft.body();
    if (draft.kind().equals("train")) {
      return body;
    }
    return body.has("students")
        ? body.section("students").section(student.name())
        : body.section("student");
  }
}
