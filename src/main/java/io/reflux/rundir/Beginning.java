package io.reflux.rundir;

import io.reflux.dataset.Contents;
import io.reflux.dataset.Looking;
import io.reflux.dataset.Splits;
import io.reflux.pipeline.Pipeline;
import io.reflux.setting.InputException;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run began with: the pipeline, a list of its images, digests of the weights that it reads,
 * the versions. It is kept at the first start and compared at every later one, so that nothing
 * becomes another thing without a word.
 */
public final class Beginning {
  private static final SummaryFormat JSON = new SummaryFormat();

  private final RunDirectory directory;
  private final Path pipeline;
  private final KeptImages learned;
  private final KeptImages measured;
  private final Path inputs;

  /** Of a run that may have begun. */
  public Beginning(RunDirectory directory) {
    this.directory = directory;
    Path folder = directory.beginning();
    pipeline = folder.resolve("pipeline.conf");
    learned = new KeptImages(folder.resolve("images.gz"), "");
    measured = new KeptImages(folder.resolve("measured.gz"), "evaluate.data: ");
    inputs = folder.resolve("inputs.json");
  }

  /**
   * What there is now.
   *
   * @param pipeline what is to be run
   * @param engine the version of what computes, and the GPUs
   * @param checksummed if all images have no more bytes than this, they are read once to keep their
   *     checksums
   * @param looking is told what is looked at
   */
  public record Present(Pipeline pipeline, String engine, long checksummed, Looking looking) {
    /** The same of a task and those that it needs alone. */
    Present upTo(String task, String itsEngine) {
      return new Present(pipeline.upTo(task), itsEngine, checksummed, looking);
    }

    private Contents images() {
      looking.at("the list of images");
      return Contents.of(pipeline.data().open());
    }

    /** Those that evaluations have of their own; empty if there are none. */
    private Optional<Contents> measured() {
      looking.at("the list of images that evaluations have of their own");
      Map<String, Splits> all = pipeline.measured();
      return all.isEmpty() ? Optional.empty() : Optional.of(Contents.ofAll(all));
    }

    private Inputs inputs(RunDirectory directory) {
      looking.at("weights, programs and lists that it uses");
      return Inputs.now(directory, pipeline, engine);
    }
  }

  /** True if it was kept; the pipeline is kept last. */
  public boolean isKept() {
    return Files.isRegularFile(pipeline);
  }

  /** Keeps what there is now. */
  public void keep(Present now) {
    try {
      Files.createDirectories(directory.beginning());
      learned.keep(now.images(), now);
      keepMeasured(now);
      write(inputs, JSON.sealed(now.inputs(directory)));
      write(pipeline, now.pipeline().resolved().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(directory.beginning() + ": can't be written", e);
    }
  }

  private void keepMeasured(Present now) throws IOException {
    Optional<Contents> images = now.measured();
    if (images.isPresent()) {
      measured.keep(images.get(), now);
    } else {
      Files.deleteIfExists(measured.file());
    }
  }

  /** Names and classes of the images as they were, without images; empty if that was not kept. */
  public Optional<Splits> images() throws IOException {
    if (!Files.isRegularFile(learned.file())) {
      return Optional.empty();
    }
    try (InputStream kept = Files.newInputStream(learned.file())) {
      return Optional.of(Contents.remembered(kept));
    }
  }

  /** Keeps what a task leaves that is done. */
  public void keepModelsOf(String task) {
    try {
      if (isKept()) {
        write(inputs, JSON.sealed(keptInputs().withModelsOf(directory, task)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(inputs + ": can't be written", e);
    }
  }

  /**
   * All that is not as it was, each in a sentence. What was kept and can't be read any more counts
   * as changed: nobody knows.
   *
   * @param assignments what the command line sets in the pipeline: what that changes is allowed
   */
  public List<Change> changes(Present now, List<String> assignments) {
    List<Change> changes = new ArrayList<>(learned.changes(now.images(), now.looking()));
    changes.addAll(measured(now));
    changes.addAll(TableCheck.changes(directory, now.pipeline()));
    Inputs present = now.inputs(directory);
    try {
      changes.addAll(present.changesSince(keptInputs()));
    } catch (IOException | InputException e) {
      changes.add(Change.lost(ChangeKind.WEIGHTS, inputs));
    }
    try {
      changes.addAll(new PipelineChanges(directory, now.pipeline(), assignments).since(pipeline));
    } catch (IOException | InputException e) {
      changes.add(Change.lost(ChangeKind.PIPELINE, pipeline));
    }
    return changes;
  }

  /**
   * Of images that evaluations have of their own. A run that had none, or began with a version that
   * didn't list them, has no list of them: it is kept from now on.
   */
  private List<Change> measured(Present now) {
    Optional<Contents> images = now.measured();
    if (images.isPresent() && measured.isThere()) {
      return measured.changes(images.get(), now.looking());
    }
    try {
      keepMeasured(now);
    } catch (IOException e) {
      throw new UncheckedIOException(measured.file() + ": can't be written", e);
    }
    return List.of();
  }

  /**
   * What a task of this run was made of that another run's task would not be: images, weights,
   * versions, each in a sentence.
   *
   * @param now what the other run begins with, up to the task
   */
  List<String> beside(Present now) {
    if (!isKept()) {
      return List.of("it is not known what it began with");
    }
    List<Change> changes = new ArrayList<>(learned.changes(now.images(), now.looking()));
    now.measured().ifPresent(own -> changes.addAll(measured.changes(own, now.looking())));
    try {
      changes.addAll(now.inputs(directory).changesSince(keptInputs()));
    } catch (IOException | InputException e) {
      changes.add(Change.lost(ChangeKind.WEIGHTS, inputs));
    }
    return changes.stream().map(Change::sentence).toList();
  }

  /**
   * The SHA-256 of each file of weights that a done task has left, as it was then.
   *
   * @throws IOException if that was not kept
   */
  Map<String, String> weightsOf(String task) throws IOException {
    Map<String, String> weights = keptInputs().models().getOrDefault(task, Map.of());
    if (weights.isEmpty()) {
      throw new IOException(inputs + ": nothing of task " + task + " (expected: its weights)");
    }
    return weights;
  }

  private Inputs keptInputs() throws IOException {
    return JSON.read(inputs, Inputs.class)
        .orElseThrow(() -> new IOException(inputs + ": missing (expected: what the run read)"));
  }

  private static void write(Path file, byte[] content) throws IOException {
    DurableFile.write(file, content);
  }
}
