package io.reflux.dataset;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * ImageNet-1k, or some of its classes: {@code train/<wnid>} and {@code val/<wnid>}. Test classes
 * are the training classes.
 *
 * @param classes how many classes are kept, as SimReg picks them: 100 is its ImageNet-100; 0 keeps
 *     all
 * @param images which files are images
 * @param hidden whether names that begin with {@code ._} count, as in torchvision
 */
record ImageNet(Published published, int classes, ImageNames images, boolean hidden)
    implements DatasetRecipe {
  private static final String NAME = "imagenet";
  private static final int SUBSET_SEED = 1234;

  static final DatasetFacts FACTS =
      new DatasetFacts(
          NAME,
          "ImageNet-1k (ILSVRC 2012): 1,000 kinds of things",
          "https://image-net.org/download.php (ILSVRC2012_img_train.tar, ILSVRC2012_img_val.tar)",
          "train/<wnid>/<file>.JPEG and val/<wnid>/<file>.JPEG below root",
          new Counts(1281167, 1000, 50000, 1000));

  static ImageNet read(Section section) {
    return new ImageNet(
        Published.read(NAME, section),
        section.whole("classes", Range.NOT_NEGATIVE),
        ImageNames.read(section),
        section.flag("hidden"));
  }

  @Override
  public Splits open() {
    return published.open(this::read);
  }

  private Splits read(FileTree tree) {
    for (String part : List.of("train", "val")) {
      if (!tree.hasFolder(part)) {
        throw published.notThere("folders train and val that hold the class folders");
      }
    }
    Splits splits = Splits.of(part(tree, "train"), part(tree, "val"));
    return classes == 0 ? published.checked(splits, FACTS.counts()) : splits;
  }

  private Dataset part(FileTree tree, String folder) {
    ClassFolders folders = new ClassFolders(tree, folder, images, hidden);
    List<String> names = folders.names();
    if (classes == 0 || classes >= names.size()) {
      return folders.split(names);
    }
    int[] kept = NumpyPermutation.of(SUBSET_SEED, names.size());
    return folders.split(
        java.util.Arrays.stream(kept).limit(classes).sorted().mapToObj(names::get).toList());
  }
}
