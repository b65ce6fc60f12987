package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static TextTable table() {
    TextTable table = new TextTable();
    table.add(List.of("task", "model", "recall@1", "recall@10", "map@r"));
    table.add(List.of("target", "student", "89.3", "95.6", "61.4"));
    return table;
  }

  @Test
  void wordsStandAtTheLeftAndNumbersAtTheRight() {
    assertThat(table().text())
        .isEqualTo(
            "task    model    recall@1  recall@10  map@r\ntarget  student      89.3       95.6   61.4");
  }

  @Test
  void columnsThatDoNotFitStandBelowWithTheFirstOnesAgain() {
    assertThat(table().text(36))
        .isEqualTo(
            """
            task    model    recall@1  recall@10
            target  student      89.3       95.6

            task    model    map@r
            target  student   61.4""");
    assertThat(table().text(10).lines().filter(line -> line.startsWith("task"))).hasSize(3);
  }
}
