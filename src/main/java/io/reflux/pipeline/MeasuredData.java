package io.reflux.pipeline;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.DatasetRecipe;
import io.reflux.dataset.Datasets;
import io.reflux.setting.Named;
import io.reflux.setting.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Datasets of its own that an evaluation measures on.
 *
 * @param recipes how to find each, by its name; a single one without a name is called {@code data};
 *     none for the data of the pipeline
 */
record MeasuredData(Map<String, Named<DatasetRecipe>> recipes) {
  private static final String KEY = "data";
  private static final String KIND = "dataset";

  /** The pipeline's own data. */
  static final MeasuredData OF_THE_PIPELINE = new MeasuredData(Map.of());

  /** Keeps the order. */
  MeasuredData {
    recipes = Collections.unmodifiableMap(new LinkedHashMap<>(recipes));
  }

  /** Reads {@code data { dataset = … }}, or several {@code data { birds { dataset = … } … }}. */
  static MeasuredData read(Section section) {
    if (!section.has(KEY)) {
      return OF_THE_PIPELINE;
    }
    Section data = section.section(KEY);
    if (data.isWritten(KIND)) {
      return new MeasuredData(Map.of(KEY, Datasets.CATALOGUE.readNamed(data, KIND)));
    }
    Map<String, Named<DatasetRecipe>> recipes = new LinkedHashMap<>();
    section
        .named(KEY)
        .forEach(
            (name, own) -> {
              Names.check(own, KIND, name);
              recipes.put(name, Datasets.CATALOGUE.readNamed(own, KIND));
            });
    if (recipes.isEmpty()) {
      section.refuse(KEY, "a dataset { dataset = …, root = … }, or several by name");
    }
    return new MeasuredData(recipes);
  }

  /** What each is called in the pipeline file, below its task. */
  Map<String, Named<DatasetRecipe>> byKey() {
    Map<String, Named<DatasetRecipe>> all = new LinkedHashMap<>();
    recipes.forEach((name, recipe) -> all.put(isNamed() ? KEY + "." + name : KEY, recipe));
    return all;
  }

  /** True if there are several, whose metrics bear their names. */
  boolean isNamed() {
    return !recipes.isEmpty() && !recipes.containsKey(KEY);
  }

  /**
   * The parts that are measured.
   *
   * @throws DatasetException if one of them is not as described
   */
  EvaluationParts.Chosen of(EvaluationParts parts) {
    Map<String, EvaluationParts.Chosen> each = new LinkedHashMap<>();
    recipes.forEach((name, recipe) -> each.put(name, parts.in(recipe.value().open()).of(name)));
    return isNamed() ? MeasuredSet.joined(each) : each.values().iterator().next();
  }
}
