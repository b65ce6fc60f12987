package io.reflux.pipeline;

import io.reflux.method.Method;
import io.reflux.network.Network;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a student's network has outputs of the kinds that its method trains something for, and
 * {@code optimizer.groups} names only groups that the two have; which there are doesn't depend on
 * sizes.
 */
final class GroupNames {
  private GroupNames() {}

  /** Notes every group that is none of a student's, and outputs of the wrong kind. */
  static void check(TaskDraft draft, Learn learn) {
    Set<String> refused = new TreeSet<>();
    for (StudentSpec student : learn.students().values()) {
      Network network = student.network().build();
      Map<String, long[]> rows = network.rowShapes(network.someSide());
      if (!rows.keySet().containsAll(student.method().value().studentOutputs())) {
        continue;
      }
      try {
        check(draft, student, of(student.method().value(), rows), refused);
      } catch (InputException e) {
        CompatibilityCheck.section(draft, student, "method").refuseWith("method." + e.getMessage());
      }
    }
  }

  private static void check(
      TaskDraft draft, StudentSpec student, Set<String> there, Set<String> refused) {
    for (String name : new TreeSet<>(student.optimizer().groups().keySet())) {
      Section groups = groups(draft, student);
      if (!there.contains(name) && refused.add(groups.path() + "." + name)) {
        groups.refuse(name, "one of " + String.join(", ", there));
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
