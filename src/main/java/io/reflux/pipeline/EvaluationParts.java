package io.reflux.pipeline;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.dataset.Splits;
import io.reflux.evaluate.Findable;
import io.reflux.evaluate.Metric;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which parts of a dataset are measured, by the names that the pipeline file gives them.
 *
 * @param queries a part's name, or {@code auto}
 * @param gallery a part's name, {@code same}, or {@code auto}
 * @param data datasets of its own, whose parts they are then
 */
public record EvaluationParts(String queries, String gallery, MeasuredData data) {
  private static final String AUTO = "auto";
  private static final String SAME = "same";

  /** Parts of the pipeline's data. */
  public EvaluationParts(String queries, String gallery) {
    this(queries, gallery, MeasuredData.OF_THE_PIPELINE);
  }

  static EvaluationParts read(Section section) {
    return new EvaluationParts(
        section.text("queries"), section.text("gallery"), MeasuredData.read(section));
  }

  /**
   * The parts themselves.
   *
   * @param queries what is measured
   * @param gallery what neighbours are looked for in; the same object as {@code queries} if each
   *     query is looked for among the others
   * @param queriesName what the part of the queries is called
   * @param galleryName what the part of the gallery is called
   * @param sets the datasets of which these are the parts together, if they are several
   */
  public record Chosen(
      Dataset queries,
      Dataset gallery,
      String queriesName,
      String galleryName,
      List<MeasuredSet> sets) {
    /** Copies the sets. */
    public Chosen {
      sets = List.copyOf(sets);
    }

    /** Of one dataset. */
    public Chosen(Dataset queries, Dataset gallery, String queriesName, String galleryName) {
      this(queries, gallery, queriesName, galleryName, List.of());
    }

    /** Each dataset by itself. */
    public List<Chosen> each() {
      return sets.isEmpty() ? List.of(this) : sets.stream().map(MeasuredSet::parts).toList();
    }

    /** The same parts, called after a dataset. */
    Chosen of(String dataset) {
      return new Chosen(
          queries, gallery, dataset + "/" + queriesName, dataset + "/" + galleryName, sets);
    }

    /** Sentences about what metrics will say less by than one may think. */
    public List<String> doubts(List<Metric> metrics) {
      return each().stream().flatMap(one -> one.findable().doubts(metrics).stream()).toList();
    }

    /** True if each query is looked for among the other queries. */
    public boolean leaveOneOut() {
      return queries == gallery;
    }

    /** What can be found in them. */
    public Findable findable() {
      return new Findable(queries.labels(), gallery.labels(), leaveOneOut());
    }
  }

  /** True if they are parts of the pipeline's data. */
  public boolean areOfThePipeline() {
    return data.recipes().isEmpty();
  }

  /**
   * Looks the parts up.
   *
   * @param splits the pipeline's data
   * @throws DatasetException if the dataset has no part of a name, or the two have different
   *     classes
   */
  public Chosen of(Splits splits) {
    return areOfThePipeline() ? in(splits) : data.of(this);
  }

  /** Looks them up in one dataset. */
  Chosen in(Splits splits) {
    boolean apart =
        splits.other(Splits.QUERY).isPresent() && splits.other(Splits.GALLERY).isPresent();
    String asked = queries.equals(AUTO) ? (apart ? Splits.QUERY : "test") : queries;
    String among = gallery.equals(AUTO) ? galleryFor(asked, apart) : gallery;
    Dataset found = part(splits, "queries", asked);
    if (among.equals(SAME) || among.equals(asked)) {
      return new Chosen(found, found, asked, asked);
    }
    Dataset rows = part(splits, "gallery", among);
    checkClasses(found, rows, among);
    return new Chosen(found, rows, asked, among);
  }

  private static String galleryFor(String asked, boolean apart) {
    return apart && asked.equals(Splits.QUERY) ? Splits.GALLERY : SAME;
  }

  private static Dataset part(Splits splits, String key, String name) {
    Optional<Dataset> part =
        switch (name) {
          case "train" -> Optional.of(splits.train());
          case "test" -> Optional.of(splits.test());
          default -> splits.other(name);
        };
    TreeSet<String> names = new TreeSet<>(splits.others().keySet());
    names.add("train");
    names.add("test");
    return part.orElseThrow(
        () ->
            new DatasetException(
                "evaluate."
                    + key
                    + ": "
                    + name
                    + " (expected: a part of this dataset: "
                    + String.join(", ", names)
                    + ")"));
  }

  private static void checkClasses(Dataset queries, Dataset gallery, String name) {
    int classes = Math.min(queries.classes(), gallery.classes());
    for (int label = 0; label < classes; label++) {
      if (!queries.className(label).equals(gallery.className(label))) {
        throw new DatasetException(
            "evaluate.gallery: "
                + name
                + " (expected: a part with the classes of the queries; class "
                + label
                + " is "
                + queries.className(label)
                + " there and "
                + gallery.className(label)
                + " here)");
      }
    }
  }
}
