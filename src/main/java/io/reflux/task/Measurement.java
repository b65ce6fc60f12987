package io.reflux.task;

import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.dataset.Dataset;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingFile;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Evaluation;
import io.reflux.evaluate.LinearProbe;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.ProbeSettings;
import io.reflux.evaluate.Retrieval;
import io.reflux.evaluate.StoredVectors;
import io.reflux.method.Weightings;
import io.reflux.pipeline.MeasuredSet;
import io.reflux.rundir.ClassTable;
import io.reflux.setting.InputException;
import io.reflux.stage.EvaluationJob;
import io.reflux.stage.GatheredRows;
import io.reflux.stage.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The measurement of one network: the queries are embedded, then the gallery if it is another part,
 * then, for a linear probe on fresh features, the gallery again in every epoch under the probe's
 * view, whose batches the probe learns from as they come. The gallery's rows lie in a file
 * meanwhile.
 */
final class Measurement implements EvaluationJob<Map<String, Double>> {
  /** Numbers of a gallery's embeddings that are kept at most: 64 MiB. */
  private static final int MOST_KEPT = 1 << 24;

  private final EvaluationWork work;
  private final Path keptAt;
  private final GatheredRows queries = new GatheredRows();
  private final StoredVectors gallery;
  private final IntStream.Builder galleryIds = IntStream.builder();
  private final TensorScope scope;
  private final Optional<ProbeSettings> fresh;
  private @Nullable ProbePasses probe;
  private @Nullable Split split;

  /**
   * A measurement that has seen nothing.
   *
   * @param work what is measured, and how
   * @param keptAt where the queries' embeddings are kept
   */
  Measurement(EvaluationWork work, Path keptAt) {
    this.work = work;
    this.keptAt = keptAt;
    gallery =
        StoredVectors.in(keptAt.resolveSibling("gallery").resolve(keptAt.getFileName() + ".rows"));
    scope = TensorScope.open("metrics", work.device());
    fresh = work.probe().filter(p -> p.view().isPresent());
  }

  @Override
  public Optional<EvaluationJob.Pass> next() {
    Optional<EvaluationJob.Pass> pass = Optional.empty();
    if (split == null) {
      pass = Optional.of(inOrder(Split.TEST));
    } else if (split == Split.TEST && !work.parts().leaveOneOut()) {
      pass = Optional.of(inOrder(Split.GALLERY));
    } else if (fresh.isPresent()) {
      pass = probe(fresh.get()).next();
    }
    split = pass.map(EvaluationJob.Pass::split).orElse(split);
    return pass;
  }

  @Override
  public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    if (split == Split.TEST) {
      queries.add(outputs, batch);
      return;
    }
    GatheredRows rows = new GatheredRows();
    rows.add(outputs, batch);
    if (split == Split.PROBE) {
      probe(fresh.orElseThrow()).step(rows.set());
    } else {
      gallery.add(rows.set());
      Arrays.stream(rows.exampleIds()).forEach(galleryIds);
    }
  }

  @Override
  public Map<String, Double> result() {
    EmbeddingSet rows = queries();
    keep(new EmbeddingFile(rows, queries.exampleIds()), keptAt);
    boolean alone = work.parts().leaveOneOut();
    int[] there = galleryIds.build().toArray();
    if (!alone) {
      keepGallery(gallery(), there);
    }
    if (!work.parts().sets().isEmpty()) {
      return ofEach(rows, there);
    }
    Retrieval found = alone ? Retrieval.within(rows) : Retrieval.between(rows, gallery());
    Retrieval retrieval = work.comparesTeacher() ? found.beside(teacher()) : found;
    List<Metric> ofEmbeddings = work.metrics().stream().filter(m -> !isFresh(m)).toList();
    Map<String, Double> known = Evaluation.evaluate(retrieval, ofEmbeddings, scope);
    Map<String, Double> all = new LinkedHashMap<>();
    for (Metric metric : work.metrics()) {
      Double value = known.get(metric.name());
      all.put(metric.name(), value == null ? probe(fresh.orElseThrow()).accuracy(rows) : value);
    }
    all.putAll(also(retrieval, ofEmbeddings, keptAt));
    return all;
  }

  /** What is told beside the metrics of queries that are kept in a file. */
  private Map<String, Double> also(Retrieval retrieval, List<Metric> metrics, Path kept) {
    AlsoFound found = new AlsoFound(work.also(), work.parts().queries());
    return found.of(retrieval, metrics, scope, ClassTable.beside(kept));
  }

  /** The metrics of each dataset, {@code <dataset>/<metric>}. */
  private Map<String, Double> ofEach(EmbeddingSet rows, int[] galleryExamples) {
    Map<String, Double> all = new LinkedHashMap<>();
    int[] examples = queries.exampleIds();
    for (MeasuredSet set : work.parts().sets()) {
      int[] own =
          IntStream.range(0, examples.length).filter(i -> set.hasQuery(examples[i])).toArray();
      if (own.length == 0) {
        throw new InputException(set.name() + ": no image can be read (expected: at least one)");
      }
      EmbeddingSet asked = EmbeddingSet.of(rows, rows.labels(), own);
      Retrieval found = Retrieval.within(asked);
      if (!work.parts().leaveOneOut()) {
        int[] there =
            IntStream.range(0, galleryExamples.length)
                .filter(i -> set.hasRow(galleryExamples[i]))
                .toArray();
        found = Retrieval.between(asked, EmbeddingSet.of(gallery, gallery.labels(), there));
      }
      if (work.comparesTeacher()) {
        found = found.beside(EmbeddingSet.of(teacher(), rows.labels(), own));
      }
      Map<String, Double> ofSet =
          new LinkedHashMap<>(Evaluation.evaluate(found, work.metrics(), scope));
      ofSet.putAll(
          also(
              found,
              work.metrics(),
              keptAt.resolveSibling(set.name() + "-" + keptAt.getFileName())));
      ofSet.forEach((name, value) -> all.put(set.name() + Weightings.OF + name, value));
    }
    return all;
  }

  @Override
  public void close() {
    if (probe != null) {
      probe.close();
    }
    gallery.close();
    scope.close();
  }

  private EvaluationJob.Pass inOrder(Split which) {
    Dataset part = which == Split.TEST ? work.parts().queries() : work.parts().gallery();
    return new EvaluationJob.Pass(which, BatchPlan.inOrder(part, work.batchSize()));
  }

  private ProbePasses probe(ProbeSettings settings) {
    ProbePasses passes = probe;
    if (passes == null) {
      int classes = LinearProbe.classes(gallery().labels(), queries().labels());
      LinearProbe begun = LinearProbe.begin(gallery(), classes, settings, scope);
      passes = new ProbePasses(begun, settings, work.parts().gallery());
      probe = passes;
    }
    return passes;
  }

  private EmbeddingSet queries() {
    if (queries.rows() == 0) {
      throw new InputException("test split: no image can be read (expected: at least one)");
    }
    return queries.set();
  }

  /** What the teacher, which was measured before, made of the same images. */
  private EmbeddingSet teacher() {
    Path file =
        work.teacher()
            .orElseThrow(
                () ->
                    new InputException(
                        "evaluate.metrics: a comparison with the teacher (expected: one that is"
                            + " measured)"));
    try {
      return EmbeddingFile.read(file).rowsOf(queries.exampleIds());
    } catch (IOException e) {
      throw new InputException(file + ": " + e.getMessage() + " (expected: the teacher's)", e);
    }
  }

  private StoredVectors gallery() {
    if (gallery.count() == 0) {
      throw new InputException("gallery: no image can be read (expected: at least one)");
    }
    return gallery;
  }

  /** Keeps the gallery's embeddings too, if they are few: the report shows what was found. */
  private void keepGallery(StoredVectors rows, int[] ids) {
    long numbers = (long) rows.count() * rows.size();
    if (numbers <= MOST_KEPT) {
      float[] values = new float[(int) numbers];
      rows.read(0, rows.count(), values);
      EmbeddingSet set = new EmbeddingSet(values, rows.size(), rows.labels());
      keep(new EmbeddingFile(set, ids), EmbeddingFile.ofGallery(keptAt));
    }
  }

  private static void keep(EmbeddingFile embeddings, Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      embeddings.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }

  private static boolean isFresh(Metric metric) {
    return metric.probe().flatMap(ProbeSettings::view).isPresent();
  }
}
