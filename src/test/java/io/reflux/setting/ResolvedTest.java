package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the printed settings: everything that was asked, in order, and readable again. */
class ResolvedTest {
  private static final String TEXT =
      """
      unread = 1
      name = "two words"
      data { root = pack }
      students {
        "v1.5" { lr = 1e-4 }
        a { }
      }
      tasks = [ { needs = [x, "y z"] }, { needs = [] } ]
      """;

  private static String resolve(String text, Path folder) {
    Problems problems = new Problems();
    Section root = HoconFile.parse(text, "a.conf", folder, problems).orElseThrow();
    root.text("name");
    root.section("data").file("root");
    root.named("students")
        .values()
        .forEach(
            s ->
                s.withDefaults(ConfigFactory.parseString("lr = 0.01").root())
                    .number("lr", Range.POSITIVE));
    for (Section task : root.sections("tasks")) {
      task.texts("needs");
    }
    assertThat(problems.all()).isEmpty();
    return root.resolved();
  }

  @Test
  void printsWhatWasAskedWithDefaultsAndAbsolutePaths() {
    assertThat(resolve(TEXT, Path.of("/base")))
        .isEqualTo(
            """
            name = "two words"
            data {
              root = "/base/pack"
            }
            students {
              "v1.5" {
                lr = 1.0E-4
              }
              a {
                lr = 0.01
              }
            }
            tasks = [
              {
                needs = ["x","y z"]
              }
              {
                needs = []
              }
            ]
            """);
  }

  @Test
  void readsToTheSameAgainFromAnyFolder() {
    String once = resolve(TEXT, Path.of("/base"));
    assertThat(resolve(once, Path.of("/elsewhere"))).isEqualTo(once);
  }

  @Test
  void wordsThatMeanSomethingElseInHoconAreQuoted() {
    Problems problems = new Problems();
    Section root =
        HoconFile.parse(
                "a = \"true\", b = \"null\", c = \"12\", d = \"${x}\"",
                "a.conf",
                Path.of("/"),
                problems)
            .orElseThrow();
    List.of("a", "b", "c", "d").forEach(root::text);
    assertThat(root.resolved()).isEqualTo("a = \"true\"\nb = \"null\"\nc = \"12\"\nd = \"${x}\"\n");
  }
}
