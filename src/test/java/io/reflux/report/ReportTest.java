package io.reflux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.dataset.Looking;
import io.reflux.evaluate.EmbeddingFile;
import io.reflux.rundir.Beginning;
import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import io.reflux.rundir.TfRecords;
import io.reflux.wire.ImageEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String OPENING = "<script type=\"application/json\" id=\"data\">";

  @TempDir Path root;

  @Test
  void aPageHoldsAllThatTheRunWrote() throws IOException {
    Path page = Report.write(RunFolders.write(root, "one", 1));
    JsonNode run = data(page).get("runs").get(0);
    assertThat(page).hasFileName("report.html");
    assertThat(run.get("name").asText()).isEqualTo("one");
    assertThat(run.get("summary").get("pipeline").asText()).isEqualTo("tiny");
    assertThat(run.get("losses").get("target · target").asText()).isEqualTo("proxy-anchor");
    assertThat(run.get("curves").get("losses").get("target · student")).hasSize(50);
    assertThat(run.get("curves").get("evaluations").get("map@r").get("target · student").get(1))
        .extracting(JsonNode::asDouble)
        .containsExactly(2.0, 0.5);
    assertThat(run.get("timeline").get("stages").get("target · loader").get(3).get(2).asDouble())
        .isEqualTo(0.5);
    JsonNode bound = run.get("timeline").get("bounds").get("target");
    assertThat(bound.get("stage").asText()).isEqualTo("trainer");
    assertThat(bound.get("share").asDouble()).isBetween(0.949, 0.951);
  }

  @Test
  void tensorBoardsProjectorGetsTheEmbeddings() throws IOException {
    Path run = RunFolders.write(root, "one", 1);
    Report.write(run);
    Path folder = run.resolve("tensorboard");
    assertThat(folder.resolve("projector_config.pbtxt"))
        .content()
        .startsWith("embeddings {\n  tensor_name: \"target-student\"\n")
        .contains("  tensor_path: \"embeddings-target-student.tsv\"\n")
        .contains("  metadata_path: \"embeddings-target-student-images.tsv\"\n}");
    EmbeddingFile written =
        EmbeddingFile.read(run.resolve("embeddings/target-student.safetensors"));
    List<String> rows = Files.readAllLines(folder.resolve("embeddings-target-student.tsv"));
    List<String> images =
        Files.readAllLines(folder.resolve("embeddings-target-student-images.tsv"));
    assertThat(rows).hasSize(written.set().count());
    assertThat(images).hasSize(rows.size() + 1).startsWith("image\tclass");
    int last = rows.size() - 1;
    assertThat(images.get(last + 1))
        .isEqualTo(written.exampleIds()[last] + "\t" + written.set().labels()[last]);
    String[] numbers = rows.get(last).split("\t");
    assertThat(numbers).hasSize(written.set().size());
    assertThat(Float.parseFloat(numbers[1]))
        .isEqualTo(written.set().values()[last * written.set().size() + 1]);
  }

  @Test
  void galleriesShowPicturesOfQueriesAndNeighbours() throws IOException {
    JsonNode run = data(Report.write(RunFolders.write(root, "one", 1))).get("runs").get(0);
    JsonNode student = run.get("students").get(0);
    assertThat(student.get("name").asText()).isEqualTo("target-student");
    assertThat(student.get("gallery").get("random")).hasSize(8);
    for (JsonNode row : student.get("gallery").get("worst")) {
      assertThat(row.get("found")).hasSize(8);
      assertThat(run.get("pictures").get("test:" + row.get("query").asText()).asText())
          .startsWith("data:image/png;base64,");
    }
    assertThat(run.get("classNames").get("test:2").asText()).isEqualTo("class-2");
    assertThat(student.get("map").get("umap")).hasSize(24);
    assertThat(student.get("map").get("pca")).hasSize(24);
  }

  @Test
  void tensorBoardGetsQueriesBesideTheirNeighboursIfAsked() throws IOException {
    Path run = RunFolders.write(root, "one", 1);
    Path events = run.resolve("tensorboard/target/student/pictures/events.out.tfevents.reflux");
    JsonNode told = data(Report.write(run)).get("runs").get(0);
    assertThat(events).as("off unless asked for").doesNotExist();
    Report.compare(List.of(run), run.resolve("report.html"), true);
    List<byte[]> records = TfRecords.in(events);
    assertThat(records).hasSize(1 + 2 * 8);
    List<ImageEvent> pictures = new ArrayList<>();
    for (byte[] record : records.subList(1, records.size())) {
      pictures.add(ImageEvent.parse(record));
    }
    assertThat(pictures)
        .allMatch(each -> each.step() == 20)
        .first()
        .extracting(ImageEvent::tag)
        .isEqualTo("random/1");
    JsonNode worst = told.get("students").get(0).get("gallery").get("worst").get(0);
    BufferedImage drawn = drawn(pictures.get(8));
    assertThat(drawn.getWidth()).isEqualTo(9 * 84 - 4);
    assertThat(drawn.getRGB(1, 1)).as("the query's frame").isEqualTo(0xFF808080);
    for (int place = 0; place < worst.get("found").size(); place++) {
      boolean right = worst.get("found").get(place).get("label").equals(worst.get("label"));
      assertThat(drawn.getRGB(84 * (place + 1) + 1, 1)).isEqualTo(right ? 0xFF2E9E5B : 0xFFD64545);
    }
    assertThat(drawn.getRGB(84 + 40, 40)).as("a picture").isNotEqualTo(0xFFFFFFFF);
  }

  private static BufferedImage drawn(ImageEvent event) throws IOException {
    byte[] png = new byte[event.picture().png().remaining()];
    event.picture().png().duplicate().get(png);
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(drawn.getWidth()).isEqualTo(event.picture().width());
    assertThat(drawn.getHeight()).isEqualTo(event.picture().height());
    return drawn;
  }

  @Test
  void textOfTheRunCanNotEndTheScript() throws IOException {
    String page = Files.readString(Report.write(RunFolders.write(root, "one", 1)));
    assertThat(page).doesNotContain("<script>alert").contains("alert(\\\"from the file");
    assertThat(page.split("</script>", -1)).hasSize(4);
  }

  @Test
  void aRunThatGoesOnAndOneWithoutItsDataAreToldAsFarAsTheyGo() throws IOException {
    Path run = RunFolders.write(root, "one", 1);
    Files.delete(run.resolve("summary.json"));
    Files.delete(run.resolve("timeline.csv"));
    Files.move(root.resolve("images"), root.resolve("elsewhere"));
    JsonNode told = data(Report.write(run)).get("runs").get(0);
    assertThat(told.get("summary").isNull()).isTrue();
    assertThat(told.get("pictures")).isEmpty();
    assertThat(told.get("students").get(0).get("gallery").get("random")).hasSize(8);
  }

  @Test
  void aRunWhoseDataIsGoneHasTheNamesThatItKeepsAndWhatHappenedToIt() throws Exception {
    Path run = RunFolders.write(root, "one", 1);
    RunDirectory directory = new RunDirectory(run);
    new Beginning(directory)
        .keep(new Beginning.Present(directory.readPipeline(), "1", 0, Looking.NONE));
    RunJournal journal = RunJournal.open(directory, InstantSource.system());
    try (journal) {
      journal.write(JournalEntry.of("resumed", "reflux"));
      journal.write(JournalEntry.of("allowed", "--allow images").telling(List.of("one is new")));
    }
    JsonNode before = data(Report.write(run)).get("runs").get(0);
    assertThat(before.get("pictures")).isNotEmpty();
    Files.move(root.resolve("images"), root.resolve("elsewhere"));
    JsonNode told = data(Report.write(run)).get("runs").get(0);
    assertThat(told.get("pictures")).isEmpty();
    assertThat(told.get("classNames")).isNotEmpty().isEqualTo(before.get("classNames"));
    assertThat(told.get("parts")).isEqualTo(before.get("parts"));
    assertThat(told.get("notes")).hasSize(1);
    assertThat(told.get("notes").get(0).textValue())
        .endsWith(": allowed (--allow images): one is new");
  }

  @Test
  void dataThatHangsIsNotWaitedForLong() throws Exception {
    Path run = RunFolders.write(root, "one", 1);
    Path pipe = root.resolve("images.zip");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    Path pipeline = run.resolve("pipeline.conf");
    Files.writeString(
        pipeline, Files.readString(pipeline).replace(root.resolve("images") + "", pipe + ""));
    Path page = run.resolve("report.html");
    Report.compare(List.of(run), page, new Report.Manner(Duration.ofMillis(50), true));
    JsonNode told = data(page).get("runs").get(0);
    assertThat(told.get("pictures")).isEmpty();
    assertThat(told.get("students").get(0).get("gallery").get("random")).hasSize(8);
    Files.newOutputStream(pipe).close(); // the thread that hangs goes on, and ends
  }

  @Test
  void whatIsNoRunDirectoryIsRefused() {
    assertThatThrownBy(() -> Report.write(root.resolve("nowhere"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Report.compare(List.of(root), root.resolve("page.html")))
        .hasMessageContaining("no pipeline.conf inside (expected: a run directory)");
  }

  @Test
  void aBrowserDrawsEveryFigure() throws Exception {
    Path one = RunFolders.write(root, "one", 1);
    String single = rendered(Report.write(one));
    assertThat(single)
        .contains("aria-label=\"Loss by step: target\"")
        .contains("aria-label=\"recall@1 by epoch: target\"")
        .contains("aria-label=\"map@r by epoch: target\"")
        .contains("aria-label=\"Embeddings by PCA\"")
        .contains("aria-label=\"Stage timeline\"")
        .contains("95 % of what its slowest stage, trainer, does if it never waits.")
        .contains("aria-label=\"Embeddings by UMAP\"")
        .contains("<figure class=\"right\">")
        .contains("<td>teacher</td>")
        .contains("One run: no spread is known.");
    Path both = root.resolve("both.html");
    Report.compare(List.of(one, RunFolders.write(root, "two", 3)), both);
    assertThat(rendered(both))
        .contains("2 runs compared")
        .contains("25.0 ± 14.1")
        .contains("Mean ± standard deviation of up to 2 runs");
  }

  private static String rendered(Path page) throws IOException, InterruptedException {
    Path browser =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(browser != null, "no Chromium on this machine");
    Path dom = page.resolveSibling("dom.html");
    Process process =
        new ProcessBuilder(
                String.valueOf(browser),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-quic",
                "--disable-sync",
                "--disable-component-update",
                "--disable-background-networking",
                "--user-data-dir=" + page.resolveSibling("browser"),
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return Files.readString(dom);
  }

  private static JsonNode data(Path page) throws IOException {
    String html = Files.readString(page);
    int from = html.indexOf(OPENING) + OPENING.length();
    return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
  }
}
