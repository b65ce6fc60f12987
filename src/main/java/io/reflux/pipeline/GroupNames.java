package io.reflux.pipeline;

import io.reflux.method.Method;
import io.reflux.network.Network;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether {@code optimizer.groups} names only groups that a student's network and method have;
 * which there are doesn't depend on sizes.
 */
final class GroupNames {
  private GroupNames() {}

  /** Notes every group that is none of a student's. */
  static void check(TaskDraft draft, Learn learn) {
    Set<String> refused = new TreeSet<>();
    for (StudentSpec student : learn.students().values()) {
      Set<String> written = student.optimizer().groups().keySet();
      if (written.isEmpty()) {
        continue;
      }
      Map<String, long[]> rows = student.network().build().rowShapes(Network.ANY_SIDE);
      if (!rows.keySet().containsAll(student.method().studentOutputs())) {
        continue;
      }
      Set<String> there = of(student.method(), rows);
      for (String name : new TreeSet<>(written)) {
        Section groups = groups(draft, student);
        if (!there.contains(name) && refused.add(groups.path() + "." + name)) {
          groups.refuse(name, "one of " + String.join(", ", there));
        }
      }
    }
  }

  /** The groups of a student, by the shapes of a row of its network's outputs. */
  private static Set<String> of(Method method, Map<String, long[]> student) {
    Map<String, long[]> teacher = new LinkedHashMap<>();
    for (String output : method.teacherOutputs()) {
      long[] row = student.get(output);
      teacher.put(output, row == null ? student.get(LossInput.EMBEDDING) : row);
    }
    Set<String> names = new TreeSet<>(Set.of("backbone", "embedding"));
    method
        .trainables(new Dimensions(2, 2, student, teacher))
        .forEach(trainable -> names.add(trainable.group()));
    return names;
  }

  private static Section groups(TaskDraft draft, StudentSpec student) {
    return CompatibilityCheck.section(draft, student, "optimizer").section("groups");
  }
}
