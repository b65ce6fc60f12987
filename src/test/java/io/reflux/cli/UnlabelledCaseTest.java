package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.cli.CaseFolder.Said;
import io.reflux.engine.HostTensor;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** lightly-train#922: a folder of pictures without labels, flat or by date, to distil from. */
class UnlabelledCaseTest {
  private static final String NETWORK =
      "network { backbone = conv4, widths = [4, 4, 4, 4], embedding = %s, pooling = average%s }";
  private static final String PIPELINE =
      """
      name = unlabelled
      seed = 1
      data { dataset = image-folder, root = "pictures" }
      machine { loaders = 1 }
      tasks = [ { name = t
        distill {
          teacher { %s }
          students { s { %s, method { type = pkt } } }
          sampler { type = shuffled, batch-size = 8 }
          views {
            train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
            test { steps = [ { type = resize, side = 16, square = true } ] }
          }
          epochs = 2
          evaluate { metrics = ["recall@1"] }
        } } ]
      """;

  @TempDir Path root;
  private CaseFolder folder;

  @BeforeEach
  void begin() throws IOException {
    folder = new CaseFolder(root);
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    NetworkSettings.read(
            HoconFile.parse(NETWORK.formatted("6", ""), "m.conf", root, new Problems())
                .orElseThrow()
                .section("network"))
        .build()
        .initialWeights(Chance.of(3))
        .forEach(tensors::put);
    new SafetensorsFile(new NamedTensors(tensors), Map.of()).write(root.resolve("t.safetensors"));
    Files.writeString(
        folder.at("p.conf"),
        PIPELINE.formatted(
            NETWORK.formatted("6", ", weights = \"t.safetensors\""), NETWORK.formatted("8", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026/05", "all"})
  void trainsAndIsMeasuredByItsTeacher(String where) throws IOException {
    pictures(where);
    Said checked = folder.check();
    assertThat(checked.code()).as(checked.all()).isEqualTo(ExitCode.DONE);
    assertThat(checked.all())
        .contains("train on 32 images without labels", "divided  no labels: all images train")
        .contains("t: recall@1 go by classes, and the images have no labels: left out");
    assertThat(folder.run("r").code()).isEqualTo(ExitCode.DONE);
    List<String> evaluations = Files.readAllLines(folder.at("r/evaluations.csv"));
    assertThat(evaluations).hasSizeGreaterThanOrEqualTo(3);
    assertThat(evaluations.get(evaluations.size() - 1))
        .contains("teacher-overlap@10=0.", "teacher-overlap@1=")
        .doesNotContain("recall");
    assertThat(Files.readString(folder.at("r/pipeline.conf"))).contains("teacher-overlap@10");
    assertThat(folder.reflux("check", folder.at("r/pipeline.conf").toString()).all())
        .doesNotContain("warning");
  }

  @Test
  void aMethodThatNeedsLabelsIsRefused() throws IOException {
    pictures("");
    Said said = folder.check("tasks.t.distill.students.s.method={type=proxy-anchor}");
    assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
    Said both =
        folder.check(
            "tasks.t.distill.students.s.method={type=sum,terms={a={objective={type=pkt}},b={objective={type=triplet}}}}");
    assertThat(both.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(both.all())
        .contains("data: images without labels (expected: labels, for ")
        .contains("of s; or a method that needs none");
  }

  @Test
  void batchesByClassAreRefused() throws IOException {
    pictures("");
    Said said = folder.check("tasks.t.distill.sampler={type=class-balanced,batch-size=8}");
    assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(said.all()).contains("sampler: batches by class, of images without labels");
  }

  @Test
  void metricsThatCanNotBeAreRefused() throws IOException {
    pictures("");
    assertThat(folder.check("tasks.t.distill.teacher.measure=false").all())
        .contains("evaluate.queries: test, of images without labels (expected: labels, for recall");
    assertThat(
            folder
                .check("tasks.t.distill.evaluate={metrics=[teacher-cosine],best=teacher-cosine}")
                .all())
        .contains(
            "teacher-cosine compares embeddings of one size, the teacher's 6 with the 8 of s");
    assertThat(
            folder
                .check(
                    "tasks.t.distill.teacher.measure=false",
                    "tasks.t.distill.evaluate={metrics=[\"teacher-overlap@1\"],"
                        + "best=\"teacher-overlap@1\"}")
                .all())
        .contains("(expected: teacher.measure = true, for what compares with the teacher)");
  }

  @Test
  void labelledSetsOfTheirOwnAreMeasured() throws IOException {
    pictures("");
    folder.pictures("birds", List.of("x", "y", "z"), 3);
    folder.pictures("cars", List.of("u", "v"), 4);
    String both =
        "tasks.t.distill.evaluate.data={birds={dataset=image-folder,root=\"%s\",split.by=none},"
                .formatted(folder.at("birds"))
            + "cars={dataset=image-folder,root=\"%s\",split.by=none}}".formatted(folder.at("cars"));
    Said said = folder.run("both", both);
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    String last = lastLine("both/evaluations.csv");
    assertThat(last)
        .contains("birds/recall@1=", "cars/recall@1=")
        .doesNotContain("teacher-overlap");
    assertThat(Files.readString(folder.at("both/pipeline.conf"))).contains("birds/recall@1");
    for (String each : List.of("birds", "cars")) {
      String one =
          "tasks.t.distill.evaluate.data={dataset=image-folder,root=\"%s\",split.by=none}"
              .formatted(folder.at(each));
      Said alone = folder.run(each + "-alone", one);
      assertThat(alone.code()).as(alone.all()).isEqualTo(ExitCode.DONE);
      assertThat(last)
          .as("measured together as alone")
          .contains(each + "/" + lastLine(each + "-alone/evaluations.csv").replaceAll(".*,", ""));
    }
  }

  @Test
  void setsToMeasureOnAreChecked() throws IOException {
    pictures("");
    Said said = folder.check("tasks.t.distill.evaluate.data={}");
    assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(said.all()).contains("evaluate.data: {} (expected: a dataset { dataset = …");
    folder.pictures("one", List.of("x"), 3);
    String set = "tasks.t.distill.evaluate.data={dataset=image-folder,labels=folders,";
    assertThat(folder.check(set + "root=\"%s\",split.by=none}".formatted(folder.at("one"))).all())
        .contains("data/test, of class x alone: 1 class to measure on (expected: at least 2");
    assertThat(folder.check(set + "rot=x}").all()).contains("nearest: root");
    assertThat(folder.check(set + "root=\"/no/such\"}").all()).contains("/no/such does not exist");
  }

  private String lastLine(String file) throws IOException {
    List<String> lines = Files.readAllLines(folder.at(file));
    return lines.get(lines.size() - 1);
  }

  private void pictures(String where) throws IOException {
    folder.pictures("made", List.of("a", "b", "c", "d", "e", "f", "g", "h"), 4);
    Path place = Files.createDirectories(folder.at("pictures").resolve(where));
    try (Stream<Path> files = Files.walk(folder.at("made"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.at("made").relativize(file).toString();
        Files.move(file, place.resolve(name.replace('/', '-')));
      }
    }
  }
}
