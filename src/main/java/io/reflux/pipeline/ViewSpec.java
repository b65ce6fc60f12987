package io.reflux.pipeline;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.util.ArrayList;
import java.util.List;

/**
 * How images are cut.
 *
 * @param train for training
 * @param further for training: the recipes of the second view and of later ones, where they have
 *     others than the first
 * @param test for evaluation, and for a teacher that sees images unaltered
 * @param count how many training views a batch has of each example
 */
public record ViewSpec(ViewRecipe train, List<ViewRecipe> further, ViewRecipe test, int count) {

  /** Copies the recipes. */
  public ViewSpec {
    further = List.copyOf(further);
  }

  /** The recipe of each training view. */
  public List<ViewRecipe> recipes() {
    List<ViewRecipe> recipes = new ArrayList<>(List.of(train));
    for (int view = 1; view < count; view++) {
      recipes.add(view <= further.size() ? further.get(view - 1) : train);
    }
    return recipes;
  }

  /** All that makes training views, as a text: equal texts mean equal views. */
  public String shown() {
    return further.isEmpty() ? train.toString() : recipes().toString();
  }

  static ViewSpec read(Section section) {
    int count = section.whole("count", Range.between(1, 64));
    ViewRecipe train = Views.read(section.section("train"));
    ViewRecipe test = Views.read(section.section("test"));
    List<ViewRecipe> further = section.sections("further").stream().map(Views::read).toList();
    if (further.size() >= count) {
      section.refuse("further", "fewer than count, " + count + ": train is the first view's");
    }
    if (further.stream().anyMatch(recipe -> recipe.side() != train.side())) {
      section.refuse("further", "views of the side of train, " + train.side());
    }
    section.finish();
    return new ViewSpec(train, further, test, count);
  }
}
