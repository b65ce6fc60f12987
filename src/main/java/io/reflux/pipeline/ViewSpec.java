package io.reflux.pipeline;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;

/**
 * How images are cut.
 *
 * @param train for training
 * @param test for evaluation, and for a teacher that sees images unaltered
 * @param count how many training views a batch has of each example
 */
public record ViewSpec(ViewRecipe train, ViewRecipe test, int count) {

  static ViewSpec read(Section section) {
    int count = section.whole("count", Range.between(1, 64));
    ViewRecipe train = Views.read(section.section("train"));
    ViewRecipe test = Views.read(section.section("test"));
    section.finish();
    return new ViewSpec(train, test, count);
  }
}
