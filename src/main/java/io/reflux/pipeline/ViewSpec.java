package io.reflux.pipeline;

import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How images are cut.
 *
 * @param recipes for training: one for each view that a batch has of an example; their sides may
 *     differ
 * @param test for evaluation, and for a teacher that sees images unaltered
 * @param mixup whether each training image is mixed with another of its batch
 * @param testText HOCON that reads to {@code test}, defaults included
 */
public record ViewSpec(List<ViewRecipe> recipes, ViewRecipe test, boolean mixup, String testText) {
  private static final int MOST = 64;

  /** Copies the recipes. */
  public ViewSpec {
    recipes = List.copyOf(recipes);
  }

  /** How many training views a batch has of each example. */
  public int count() {
    return recipes.size();
  }

  /** The recipe of the first training view. */
  public ViewRecipe train() {
    return recipes.get(0);
  }

  /** The sides in pixels of some training views, each once, in the order in which they come. */
  public List<Integer> sides(List<Integer> views) {
    return views.stream().map(view -> recipes.get(view).side()).distinct().toList();
  }

  /** All that makes training views: equal lists mean equal views. */
  public List<ViewRecipe> shown() {
    return count() == 1 ? List.of(train()) : recipes;
  }

  static ViewSpec read(Section section) {
    int count = section.whole("count", Range.between(0, MOST));
    List<ViewRecipe> recipes = new ArrayList<>(recipes(section.section("train")));
    ViewRecipe train = recipes.get(0);
    Section shown = section.section("test");
    ViewRecipe test = Views.read(shown);
    section.sections("further").forEach(each -> recipes.addAll(recipes(each)));
    int named = recipes.size();
    if (named > MOST) {
      section.refuse("further", "at most " + MOST + " views, those of train among them");
    }
    if (count > 0 && count < named) {
      section.refuse("count", ">= " + named + ", the views of train and further; or 0");
    }
    recipes.addAll(Collections.nCopies(Math.max(0, count - named), train));
    boolean mixup = section.flag("mixup");
    section.finish();
    return new ViewSpec(recipes, test, mixup, shown.resolved());
  }

  /** A recipe, as often as it says. */
  private static List<ViewRecipe> recipes(Section written) {
    Section section = written.withDefaults(Defaults.of("pipeline.recipe"));
    int count = section.whole("count", Range.between(1, MOST));
    return Collections.nCopies(count, Views.read(section));
  }
}
