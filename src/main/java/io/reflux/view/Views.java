package io.reflux.view;

import io.reflux.setting.Catalogue;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;

/** The steps that a view may be made of. */
public final class Views {
  /** Every step by its name in a pipeline file; defaults under {@code reflux.view}. */
  public static final Catalogue<Step> CATALOGUE =
      new Catalogue<Step>("view")
          .with("random-resized-crop", RandomResizedCrop::read)
          .with("resize", Resize::read)
          .with("center-crop", CenterCrop::read)
          .with("random-crop", RandomCrop::read)
          .with("flip", Flip::read)
          .with("color-jitter", ColorJitter::read)
          .with("grayscale", Grayscale::read)
          .with("gaussian-blur", GaussianBlur::read)
          .with("rotate", Rotate::read)
          .with("bgr", section -> new Bgr())
          .with("invert", section -> new Invert())
          .with("solarize", Solarize::read)
          .with("random-erase", RandomErase::read)
          .with("rand-augment", RandAugment::read)
          .with("trivial-augment-wide", TrivialAugmentWide::read)
          .with("aug-mix", AugMix::read);

  private Views() {}

  /**
   * Reads {@code { steps = [ { type = …, … }, … ] }}. It is a problem if the steps do not make
   * every picture a square of one size.
   */
  public static ViewRecipe read(Section section) {
    List<Step> steps = new ArrayList<>();
    int side = Step.ANY_SIDE;
    for (Section each : section.sections("steps")) {
      Step step = CATALOGUE.read(each);
      side = step.sideAfter(side);
      steps.add(step);
    }
    section.finish();
    if (side == Step.ANY_SIDE) {
      section.refuse("steps", "steps that end in squares of one size, as resize or center-crop do");
      return new ViewRecipe(List.of(), 1);
    }
    return new ViewRecipe(steps, side);
  }
}
