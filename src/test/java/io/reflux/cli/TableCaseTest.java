package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.cli.CaseFolder.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open Metric Learning's data format, as its users have it: one table, pictures beside it. */
class TableCaseTest {
  private static final List<String> CLASSES = List.of("0", "1", "2", "3", "4", "5", "6", "7");

  @TempDir Path root;

  @Test
  void theTableTrainsAndMeasures() throws IOException {
    CaseFolder folder = new CaseFolder(root);
    folder.pictures("data/pictures", CLASSES, 4);
    StringBuilder table = new StringBuilder("label,path,split,is_query,is_gallery,category\n");
    for (int c = 0; c < CLASSES.size(); c++) {
      for (int n = 0; n < 4; n++) {
        String part = c < 4 ? "train,," : "validation," + (n < 2 ? "True,False" : "False,True");
        table.append("%d,pictures/%d/%03d.png,%s,toys%n".formatted(c * 1000 + 7, c, n, part));
      }
    }
    Files.writeString(folder.at("data/df.csv"), table);
    assertThat(folder.check("data.labels=none").all())
        .contains("df.csv lies beside the images: dataset = table reads what it says of them");
    String data = "data.dataset=table";
    Said checked = folder.check(data);
    assertThat(checked.code()).as(checked.all()).isEqualTo(ExitCode.DONE);
    assertThat(checked.out())
        .contains("train on 16 images of 4 classes", "test on  16 images of 4 classes")
        .contains("also     query: 8 images of 4 classes")
        .contains("divided  by column split of the table");
    assertThat(folder.run("r", data, "tasks.t.train.epochs=1").code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.at("r/evaluations.csv"))).contains("recall@1=");
  }
}
