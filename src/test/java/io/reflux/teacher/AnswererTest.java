package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.ElementType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A cache is found again by the digest of what can change an answer, and by nothing else. */
class AnswererTest {
  private static final Set<String> CPU = Set.of("cpu");
  private static final String KNOWN = "e21ad9e66e5a7130";

  @Test
  void theFolderOfAContentNeverChanges() {
    assertThat(folder("ab12", 64, CPU, "2.7.1", "1.0")).isEqualTo(KNOWN);
  }

  @Test
  void whatCanChangeAnAnswerIsInIt() {
    assertThat(
            List.of(
                KNOWN,
                folder("ab13", 64, CPU, "2.7.1", "1.0"),
                folder("ab12", 32, CPU, "2.7.1", "1.0"),
                folder("ab12", 64, Set.of("gpu H200, tf32 off"), "2.7.1", "1.0"),
                folder("ab12", 64, Set.of("gpu H200, tf32 on"), "2.7.1", "1.0"),
                folder(new Answerer("ab12", 64, CPU, 3, "2.7.1", "1.0")),
                folder("ab12", 64, CPU, "2.8.0", "1.0"),
                folder("ab12", 64, CPU, "2.7.1", "1.1")))
        .doesNotHaveDuplicates();
  }

  @Test
  void theOrderOfDevicesIsNotInIt() {
    String one = folder("ab12", 64, new LinkedHashSet<>(List.of("a", "b")), "2.7.1", "1.0");
    String other = folder("ab12", 64, new LinkedHashSet<>(List.of("b", "a")), "2.7.1", "1.0");
    assertThat(one).isEqualTo(other);
    assertThat(new Answerer("ab12", 64, Set.of("a", "b"), 1, "2.7.1", "1.0").text())
        .isEqualTo("ab12 by 64 on a, b, libtorch 2.7.1, Reflux 1.0");
  }

  private static String folder(
      String program, int images, Set<String> devices, String library, String version) {
    return folder(new Answerer(program, images, devices, 1, library, version));
  }

  private static String folder(Answerer answerer) {
    return new CacheContent(
            answerer.text(),
            "pixels",
            List.of(new CachedOutput("embedding", List.of(3))),
            ElementType.FLOAT16)
        .folderName();
  }
}
