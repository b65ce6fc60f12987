package io.reflux.pipeline;

import io.reflux.setting.Nearest;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
