package io.reflux.dataset;

import io.reflux.setting.Catalogue;
import java.nio.file.Path;
import java.util.List;

/** The datasets that a pipeline file may name. */
public final class Datasets {
  /** Every dataset by its name in a pipeline file; defaults under {@code reflux.dataset}. */
  public static final Catalogue<DatasetRecipe> CATALOGUE =
      new Catalogue<DatasetRecipe>("dataset")
          .with("image-folder", ImageFolder::read)
          .with("table", Table::read)
          .with("web-dataset", WebDataset::read)
          .with("cub-200-2011", CubBirds::read)
          .with("cars-196", Cars::read)
          .with("stanford-online-products", OnlineProducts::read)
          .with("in-shop", InShop::read)
          .with("imagenet", ImageNet::read)
          .with("omniglot", Omniglot::read)
          .with("prepared", Prepared::read);

  /** What there is to know of each published dataset. */
  public static final List<DatasetFacts> FACTS =
      List.of(
          CubBirds.FACTS,
          Cars.FACTS,
          OnlineProducts.FACTS,
          InShop.FACTS,
          ImageNet.FACTS,
          Omniglot.FACTS);

  private Datasets() {}

  /** What {@code reflux prepare} left in a folder. */
  public static Splits prepared(Path folder) {
    return new Prepared("root", folder).open();
  }
}
