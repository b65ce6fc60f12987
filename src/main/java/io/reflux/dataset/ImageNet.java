package io.reflux.dataset;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * ImageNet-1k, or some of its classes: {@code train/<wnid>} and {@code val/<wnid>}; or as it is
 * downloaded, a TAR of a thousand TARs, and one of validation images that the development kit, or
 * Kaggle's table, says the classes of. Test classes are the training classes.
 *
 * @param classes how many classes are kept, as SimReg picks them: 100 is its ImageNet-100; 0 keeps
 *     all
 * @param images which files are images
 * @param hidden whether names that begin with {@code ._} count, as in torchvision
 */
record ImageNet(Published published, int classes, ImageNames images, boolean hidden)
    implements DatasetRecipe {
  private static final int SUBSET_SEED = 1234;
  private static final String TRAIN = "train";
  private static final String VAL = "val";
  private static final String WNID = "n\\d{8}";

  static final DatasetFacts FACTS =
      new DatasetFacts(
          "imagenet",
          "ImageNet-1k (ILSVRC 2012): 1,000 kinds of things",
          "https://image-net.org/download.php",
          List.of(
              "ILSVRC2012_img_train.tar", "ILSVRC2012_img_val.tar", "ILSVRC2012_devkit_t12.tar.gz"),
          "train/<wnid>/<file>.JPEG and val/<wnid>/<file>.JPEG below root; or val/<file>.JPEG with"
              + " the development kit's data or LOC_val_solution.csv",
          new Counts(1281167, 1000, 50000, 1000));

  static ImageNet read(Section section) {
    return new ImageNet(
        Published.read(FACTS, section),
        section.whole("classes", Range.NOT_NEGATIVE),
        ImageNames.read(section),
        section.flag("hidden"));
  }

  @Override
  public Splits open() {
    return published.open(this::read);
  }

  private Splits read(FileTree tree) {
    String top = tree.firstFolder("ILSVRC/Data/CLS-LOC", "imagenet");
    Splits splits = Splits.of(train(tree, top), test(tree, top));
    return classes == 0 ? published.checked(splits) : splits;
  }

  private Dataset train(FileTree tree, String top) {
    if (tree.hasFolder(top + TRAIN)) {
      ClassFolders folders = new ClassFolders(tree, top + TRAIN, images, hidden);
      return folders.split(kept(folders.names()));
    }
    ClassFolders folders = new ClassFolders(tree, "", images, hidden);
    List<String> names = folders.names().stream().filter(n -> n.matches(WNID)).toList();
    if (names.isEmpty()) {
      throw notThere(tree);
    }
    return folders.split(kept(names));
  }

  private Dataset test(FileTree tree, String top) {
    ClassFolders folders = new ClassFolders(tree, top + VAL, images, hidden);
    if (!folders.names().isEmpty()) {
      return folders.split(kept(folders.names()));
    }
    ImageNetValidation flat =
        Stream.of(top + VAL, "")
            .map(folder -> ImageNetValidation.in(tree, folder))
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElseThrow(() -> notThere(tree));
    return flat.split(ImageNetLabels.of(tree), this::kept);
  }

  private List<String> kept(List<String> names) {
    if (classes == 0 || classes >= names.size()) {
      return names;
    }
    int[] order = NumpyPermutation.of(SUBSET_SEED, names.size());
    return Arrays.stream(order).limit(classes).sorted().mapToObj(names::get).toList();
  }

  private DatasetException notThere(FileTree tree) {
    return published.notThere(tree, "folders train and val that hold the class folders");
  }
}
