package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.evaluate.QueryTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassTableTest {
  @TempDir Path folder;

  @Test
  void theWorstAreOnTopWhateverTheyAreCalled() throws IOException {
    Map<String, double[]> terms = new LinkedHashMap<>();
    terms.put("recall@1", new double[] {1, 0, 1, Double.NaN, 0.5});
    terms.put("map@r", new double[] {0.5, 0.25, 0.75, 1, Double.NaN});
    QueryTerms all = new QueryTerms(new int[] {0, 1, 0, 1, 2}, terms);
    List<String> names = List.of("plain", "a \"quoted\",\n name", "\"");
    Path file = ClassTable.beside(folder.resolve("target-student.safetensors"));
    Files.createDirectories(folder.resolve("classes"));
    ClassTable.write(all, names::get, file);
    assertThat(file).isEqualTo(folder.resolve("classes/target-student.csv"));
    List<List<String>> rows = ClassTable.read(file, 10);
    assertThat(rows.get(0)).containsExactly("class", "queries", "recall@1", "map@r");
    assertThat(rows.get(1)).containsExactly(names.get(1), "1", "0.000000", "0.625000");
    assertThat(rows.get(2)).containsExactly(names.get(2), "1", "0.500000", "");
    assertThat(rows.get(3)).containsExactly("plain", "2", "1.000000", "0.625000");
    assertThat(ClassTable.read(file, 1)).isEqualTo(rows.subList(0, 2));
    assertThat(ClassTable.read(folder.resolve("none.csv"), 1)).isEmpty();
  }
}
