package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.pipeline.KeyRule;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.ChangeKind;
import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import io.reflux.setting.InputException;
import io.reflux.stage.RunEvent;
import io.reflux.stage.Steering;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run began with is compared with what there is when it goes on. */
class ChangedInputsTest {
  private static final Allowance IMAGES =
      new Allowance(Set.of(ChangeKind.IMAGES), List.of(), false);

  @TempDir Path folder;
  private Path pack = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void begin() throws Exception {
    pack = TinyPack.write(folder.resolve("pack"));
    run = folder.resolve("run");
    Trial begun = Trial.of(TinyPipeline.ofOneStudent(pack), run);
    begun.completed();
    undo(begun.directory());
  }

  @Test
  void nothingHasChanged() throws Exception {
    Trial resumed = Trial.of(TinyPipeline.ofOneStudent(pack), run);
    resumed.completed();
    assertThat(resumed.heard(RunEvent.Told.class)).isEmpty();
    assertThat(journal()).extracting(JournalEntry::what).containsExactly("begun", "resumed");
    assertThat(journal().get(1).task()).isEqualTo("target");
    assertThat(journal().get(1).step()).isEqualTo(TinyPipeline.STEPS);
  }

  @Test
  void imagesThatChangedAreListedAndRefusedUntilTheyAreAllowed() throws Exception {
    List<Path> images = images();
    Files.copy(images.get(0), images.get(1), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(images.get(2));
    String sentence = refusal(TinyPipeline.ofOneStudent(pack));
    assertThat(sentence)
        .contains("--allow images")
        .contains("images: 1 image removed: " + name(pack, images.get(2)))
        .contains("images: 1 image replaced: " + name(pack, images.get(1)));

    Trial allowed = Trial.of(TinyPipeline.ofOneStudent(pack), run, IMAGES);
    allowed.completed();
    assertThat(allowed.heard(RunEvent.Told.class).get(0).sentence())
        .startsWith("changed since it began, allowed by --allow images: 1 image removed: ");
    JournalEntry entry = journal().get(journal().size() - 1);
    assertThat(entry.by()).isEqualTo("--allow images");
    assertThat(entry.details()).hasSize(2);
    undo(allowed.directory());
    Trial.of(TinyPipeline.ofOneStudent(pack), run).completed();
  }

  @Test
  void imagesOfAnEvaluationsOwnAreLookedAtAsThoseThatAreLearnedFrom() throws Exception {
    Path own = TinyPack.write(folder.resolve("own"));
    Path measured = folder.resolve("measured");
    Pipeline pipeline = measuring(own);
    Trial begun = Trial.of(pipeline, measured);
    begun.completed();
    undo(begun.directory());
    Trial same = Trial.of(pipeline, measured);
    same.completed();
    assertThat(same.heard(RunEvent.Told.class)).isEmpty();

    undo(begun.directory());
    Path image = images(own).get(0);
    Files.delete(image);
    String gone = name(own, image);
    assertThatThrownBy(() -> Trial.of(pipeline, measured))
        .hasMessageContaining("--allow images")
        .hasMessageContaining("images: evaluate.data: 1 image removed: " + gone);
    Trial.of(pipeline, measured, IMAGES).completed();
    JournalEntry entry = last(measured);
    assertThat(entry.by()).isEqualTo("--allow images");
    assertThat(entry.details()).containsExactly("evaluate.data: 1 image removed: " + gone);

    undo(begun.directory());
    Path elsewhere = Files.move(own, folder.resolve("elsewhere"));
    Trial.of(measuring(elsewhere), measured).completed();
    assertThat(last(measured).details())
        .singleElement()
        .asString()
        .contains("tasks.target.distill.evaluate.data.root");
    undo(begun.directory());
    assertThatThrownBy(() -> Trial.of(measuring(elsewhere, "labels=none"), measured))
        .hasMessageContaining("--allow images --allow pipeline")
        .hasMessageContaining("tasks.target.distill.evaluate.data.labels");
  }

  @Test
  void anImageOfTheSameSizeIsReadIfItWasWrittenLater() throws Exception {
    Path image = images().get(0);
    byte[] bytes = Files.readAllBytes(image);
    Files.setLastModifiedTime(image, FileTime.fromMillis(1_000_000));
    Trial resumed = Trial.of(TinyPipeline.ofOneStudent(pack), run);
    resumed.completed();
    undo(resumed.directory());
    bytes[bytes.length - 1] ^= 1;
    Files.write(image, bytes);
    assertThat(refusal(TinyPipeline.ofOneStudent(pack)))
        .contains("images: 1 image replaced: " + name(pack, image));
  }

  @Test
  void anEditedPipelineIsRefusedKeyByKey() throws Exception {
    Pipeline edited =
        TinyPipeline.ofOneStudent(pack, "seed = 6", "status.port = 1", "machine.loaders = 2");
    assertThat(refusal(edited))
        .contains("pipeline: seed: 5 → 6")
        .doesNotContain("status.port")
        .doesNotContain("machine.loaders");
    Trial harmless = Trial.of(TinyPipeline.ofOneStudent(pack, "machine.loaders = 2"), run);
    harmless.completed();
    assertThat(journal().get(journal().size() - 1).sentence())
        .contains("allowed (pipeline.conf) in target after step 12: machine.loaders: 1 → 2");
  }

  @Test
  void whatTheCommandLineSetsIsAllowedAndStays() throws Exception {
    Path elsewhere = Files.move(pack, folder.resolve("elsewhere"));
    String rate = "tasks.target.distill.optimizer.lr=1e-3";
    Pipeline moved = TinyPipeline.assigned(elsewhere, rate);
    Trial.of(moved, run, assigning(rate)).completed();
    assertThat(journal()).extracting(JournalEntry::by).contains("-D " + rate, "pipeline.conf");
    assertThat(Files.readString(new RunDirectory(run).pipeline()))
        .isEqualTo(moved.resolved())
        .contains("elsewhere");
  }

  @Test
  void weightsOfAnEarlierTaskThatBecameOthersAreRefused() throws Exception {
    RunDirectory directory = new RunDirectory(run);
    Path best = directory.model("source", "source", "best");
    Path last = directory.model("source", "source", "last");
    Files.copy(
        directory.model("target", "student", "last"), last, StandardCopyOption.REPLACE_EXISTING);
    assertThat(refusal(TinyPipeline.ofOneStudent(pack)))
        .contains("weights: source-last.safetensors of task source: SHA-256 ")
        .doesNotContain(best.getFileName().toString());
  }

  @ParameterizedTest
  @CsvSource({"images.gz, IMAGES", "inputs.json, WEIGHTS", "pipeline.conf, PIPELINE"})
  void whatItBeganWithIsNotKnownIfThatWasDamaged(String name, ChangeKind kind) throws Exception {
    Path kept = run.resolve("beginning").resolve(name);
    byte[] whole = Files.readAllBytes(kept);
    Files.write(kept, Arrays.copyOf(whole, whole.length / 2));
    Pipeline pipeline = TinyPipeline.ofOneStudent(pack);
    assertThat(refusal(pipeline))
        .contains("--allow " + kind.word() + " to go on")
        .contains(kept + ": damaged or gone: what there was is not known");

    Allowance allowed = new Allowance(Set.of(kind), List.of(), false);
    Trial.of(pipeline, run, allowed).completed();
    undo(new RunDirectory(run));
    Trial again = Trial.of(pipeline, run);
    again.completed();
    assertThat(again.heard(RunEvent.Told.class)).isEmpty();
  }

  @Test
  void whatTheCommandLineMayNotSetIsRefusedWithTheReason() throws Exception {
    for (String fixed :
        List.of(
            "seed=6",
            "tasks.source.train.network.embedding=8",
            "tasks.target.distill.sampler.batch-size=4",
            "tasks.target.distill.teacher.precision=bfloat16")) {
      assertThat(refusal(TinyPipeline.assigned(pack, fixed), assigning(fixed)))
          .contains("--allow pipeline")
          .contains("(-D can't change it: " + KeyRule.of(fixed.split("=", 2)[0]).why() + ")");
    }
  }

  @Test
  void aTaskThatHasNotBegunMayBecomeAnother() throws Exception {
    FolderRemoval.of(new RunDirectory(run).task("target"));
    String batch = "tasks.target.distill.sampler.batch-size=4";
    Trial.of(TinyPipeline.assigned(pack, batch), run, assigning(batch)).completed();
    assertThat(journal()).extracting(JournalEntry::by).contains("-D " + batch);
  }

  @Test
  void whatWasMadeWithATaskThatGoesOnIsSaid() throws Exception {
    String longer = "tasks.source.train.epochs=4";
    Pipeline pipeline =
        TinyPipeline.assigned(
            pack,
            longer,
            "machine.load-ahead=1",
            "machine.teach-ahead=1",
            "machine.journal-ahead=1");
    assertThat(refusal(pipeline, assigning(longer)))
        .contains("--allow needs")
        .contains(
            "needs: source goes on, so its weights become others; what target has was made with"
                + " those there are, and stays")
        .doesNotContain("epochs");
    Allowance agreed = new Allowance(Set.of(ChangeKind.NEEDS), List.of(longer), false);
    Trial begun =
        Trial.of(
            pipeline,
            run,
            agreed,
            new Orders(TinyPipeline.STEPS + 1, new Steering.Stop(Duration.ofMinutes(1))));
    assertThat(begun.end().stopped()).isPresent();
    assertThat(journal()).extracting(JournalEntry::by).contains("-D " + longer, "--allow needs");

    Trial resumed = Trial.of(pipeline, run);
    resumed.completed();
    assertThat(resumed.heard(RunEvent.TaskDone.class).get(0).summary().epochs()).isEqualTo(4);
  }

  private Pipeline measuring(Path images, String... more) throws Exception {
    String key = "tasks.target.distill.evaluate.data.";
    List<String> assignments = new ArrayList<>();
    assignments.add(key + "dataset=image-folder");
    assignments.add(key + "root=\"" + images + "\"");
    Stream.of(more).map(each -> key + each).forEach(assignments::add);
    return TinyPipeline.assigned(pack, assignments.toArray(String[]::new));
  }

  private static JournalEntry last(Path directory) {
    List<JournalEntry> all = RunJournal.read(new RunDirectory(directory));
    return all.get(all.size() - 1);
  }

  private static Allowance assigning(String assignment) {
    return new Allowance(Set.of(), List.of(assignment), false);
  }

  /** As if the run had been killed before its last task was summed up. */
  private static void undo(RunDirectory directory) throws IOException {
    Files.delete(directory.taskSummary("target"));
    Files.delete(directory.summary());
  }

  private String refusal(Pipeline pipeline) {
    return refusal(pipeline, Allowance.NONE);
  }

  private String refusal(Pipeline pipeline, Allowance allowance) {
    List<InputException> refused = new ArrayList<>();
    assertThatThrownBy(() -> Trial.of(pipeline, run, allowance))
        .isInstanceOfSatisfying(InputException.class, refused::add);
    return String.valueOf(refused.get(0).getMessage());
  }

  private List<JournalEntry> journal() {
    return RunJournal.read(new RunDirectory(run));
  }

  private List<Path> images() throws IOException {
    return images(pack);
  }

  private static List<Path> images(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
  }

  private static String name(Path folder, Path image) {
    return folder.relativize(image).toString();
  }
}
