package io.reflux.dataset;

import io.reflux.setting.Catalogue;

/** The datasets that a pipeline file may name. */
public final class Datasets {
  /** Every dataset by its name in a pipeline file; defaults under {@code reflux.dataset}. */
  public static final Catalogue<DatasetRecipe> CATALOGUE =
      new Catalogue<DatasetRecipe>("dataset").with("image-folder", ImageFolder::read);

  private Datasets() {}
}
