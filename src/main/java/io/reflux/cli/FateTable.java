package io.reflux.cli;

import io.reflux.stage.TaskFate;
import java.util.List;

/** What became of each task of a run that has failed, in columns. */
final class FateTable {
  private FateTable() {}

  static String of(List<TaskFate> fates) {
    TextTable table = new TextTable();
    for (TaskFate fate : fates) {
      String why =
          fate.why().isEmpty() ? "" : "(" + fate.why().lines().findFirst().orElse("") + ")";
      table.add(List.of(fate.task(), (fate.word() + " " + why).strip()));
    }
    return table.text();
  }
}
