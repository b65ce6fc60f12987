package io.reflux.dataset;

import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Caltech-UCSD Birds-200-2011: 200 kinds of birds; a class is a folder as {@code
 * 001.Black_footed_Albatross}.
 *
 * <p>S2SD counts a class by the number before the first dot, ignores names with {@code ._} in them,
 * and trains on the first half of the classes there are. LabelRelaxation counts class folders by
 * rank and trains on the first hundred.
 *
 * @param layout whose rules apply; they agree on a whole copy
 * @param validation what is held out of training
 * @param images which files count
 * @param hiddenFolders whether LabelRelaxation's rank counts folders that begin with {@code ._}, as
 *     the original does
 */
record CubBirds(
    Published published,
    Layout layout,
    ValidationSplit validation,
    ImageNames images,
    boolean hiddenFolders)
    implements DatasetRecipe {
  private static final int HALF = 100;
  private static final String HIDDEN = "._";

  static final DatasetFacts FACTS =
      new DatasetFacts(
          "cub-200-2011",
          "Caltech-UCSD Birds: 200 kinds of birds",
          "https://www.vision.caltech.edu/datasets/cub_200_2011/",
          List.of("CUB_200_2011.tgz"),
          "CUB_200_2011/images/<NNN.Class_Name>/<file>.jpg, or images/… below root",
          new Counts(5864, HALF, 5924, HALF));

  static CubBirds read(Section section) {
    return new CubBirds(
        Published.read(FACTS, section),
        Layout.read(section),
        ValidationSplit.read(section),
        ImageNames.read(section),
        section.flag("hidden-folders"));
  }

  @Override
  public Splits open() {
    return published.open(this::read);
  }

  private Splits read(FileTree tree) {
    String parent = tree.firstFolder("CUB_200_2011/images", "images", "cub200/images");
    if (parent.isEmpty()) {
      throw published.notThere(tree, "a folder images that holds the class folders");
    }
    Splits splits =
        layout == Layout.LABEL_RELAXATION ? byRank(tree, parent) : byNumber(tree, parent);
    return published.checked(splits);
  }

  private Splits byNumber(FileTree tree, String parent) {
    Map<Integer, String> folderOfClass = new TreeMap<>();
    for (String folder : Folders.inside(tree, parent)) {
      if (!folder.contains(HIDDEN)) {
        String same = folderOfClass.put(number(folder, parent) - 1, folder);
        if (same != null) {
          throw new DatasetException(
              published.root()
                  + ": folders "
                  + parent
                  + same
                  + " and "
                  + folder
                  + " have the same number (expected: one folder a class)");
        }
      }
    }
    int half = folderOfClass.size() / 2;
    int last = folderOfClass.keySet().stream().skip(Math.max(0, half - 1)).findFirst().orElse(0);
    Splits whole =
        divided(
            tree,
            parent,
            folderOfClass,
            name -> !name.contains(HIDDEN),
            id -> half > 0 && id <= last,
            id -> half == 0 || id > last);
    return validation.divide((ExampleIndex) whole.train(), whole.test(), Map.of());
  }

  private Splits byRank(FileTree tree, String parent) {
    Map<Integer, String> folderOfClass = new TreeMap<>();
    for (String folder : Folders.inside(tree, parent)) {
      if (hiddenFolders || !folder.startsWith(HIDDEN)) {
        folderOfClass.put(folderOfClass.size(), folder);
      }
    }
    Splits whole =
        divided(
            tree,
            parent,
            folderOfClass,
            name -> !name.startsWith(HIDDEN),
            id -> id < HALF,
            id -> id >= HALF && id < 2 * HALF);
    return validation.divide((ExampleIndex) whole.train(), whole.test(), Map.of());
  }

  private Splits divided(
      FileTree tree,
      String parent,
      Map<Integer, String> folders,
      Predicate<String> counts,
      IntPredicate trains,
      IntPredicate tests) {
    return Splits.of(
        part(tree, parent, folders, counts, trains), part(tree, parent, folders, counts, tests));
  }

  private ExampleIndex part(
      FileTree tree,
      String parent,
      Map<Integer, String> folders,
      Predicate<String> counts,
      IntPredicate wanted) {
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    folders.forEach(
        (id, folder) -> {
          if (wanted.test(id)) {
            String name = folder.substring(folder.lastIndexOf('.') + 1);
            Folders.files(tree, parent + folder)
                .filter(file -> counts.and(images::count).test(tree.names().fileName(file)))
                .forEach(file -> examples.add(file, id, name));
          }
        });
    return examples.build();
  }

  private int number(String folder, String parent) {
    int dot = folder.indexOf('.');
    try {
      return Integer.parseInt(folder.substring(0, Math.max(0, dot)));
    } catch (NumberFormatException e) {
      throw new DatasetException(
          published.root()
              + ": folder "
              + parent
              + folder
              + " (expected: a number and a dot before the class's name)",
          e);
    }
  }
}
