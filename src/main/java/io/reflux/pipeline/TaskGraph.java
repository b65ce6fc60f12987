package io.reflux.pipeline;

import io.reflux.setting.Nearest;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts tasks into an order in which each comes after what it needs. */
final class TaskGraph {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<String> trail = new ArrayList<>();
  private final Map<String, Node> ordered = new LinkedHashMap<>();

  /** A task as far as its order matters; the section is where its needs were written. */
  record Node(String name, List<String> needs, Section section) {}

  private TaskGraph(List<Node> tasks) {
    tasks.forEach(task -> nodes.putIfAbsent(task.name(), task));
  }

  /**
   * The tasks, each after those that it needs, otherwise as the file has them.
   *
   * <p>Unknown names and circles are noted as problems in the sections of the tasks.
   */
  static List<Node> order(List<Node> tasks) {
    TaskGraph graph = new TaskGraph(tasks);
    graph.nodes.keySet().forEach(graph::visit);
    return List.copyOf(graph.ordered.values());
  }

  /**
   * A task's name, and the names of all that must be done before it.
   *
   * @param all every task, each after those that it needs
   */
  static Set<String> upTo(String task, List<Task> all) {
    Set<String> names = new HashSet<>(Set.of(task));
    for (int i = all.size() - 1; i >= 0; i--) {
      if (names.contains(all.get(i).name())) {
        names.addAll(all.get(i).needs());
      }
    }
    return names;
  }

  private void visit(String name) {
    Node node = nodes.get(name);
    if (node == null || ordered.containsKey(name)) {
      return;
    }
    trail.add(name);
    for (String need : node.needs()) {
      if (!nodes.containsKey(need)) {
        node.section()
            .refuse(
                "needs",
                "names of tasks; " + need + " is none; " + Nearest.hint(need, nodes.keySet()));
      } else if (trail.contains(need)) {
        List<String> circle = new ArrayList<>(trail.subList(trail.indexOf(need), trail.size()));
        circle.add(need);
        node.section().refuse("needs", "no circle: " + String.join(" needs ", circle));
      } else {
        visit(need);
      }
    }
    trail.remove(trail.size() - 1);
    ordered.put(name, node);
  }
}
