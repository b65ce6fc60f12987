package io.reflux.dataset;

import io.reflux.setting.Section;
import java.util.List;

/**
 * Omniglot: handwritten characters of 50 alphabets; a class is an alphabet's character. The
 * authors' background alphabets train, the evaluation alphabets test.
 */
record Omniglot(Published published) implements DatasetRecipe {

  static final DatasetFacts FACTS =
      new DatasetFacts(
          "omniglot",
          "Omniglot: 1,623 handwritten characters of 50 alphabets",
          "https://github.com/brendenlake/omniglot/tree/master/python",
          List.of("images_background.zip", "images_evaluation.zip"),
          "images_background/<Alphabet>/<characterNN>/<file>.png and images_evaluation/… below"
              + " root",
          new Counts(19280, 964, 13180, 659));

  static Omniglot read(Section section) {
    return new Omniglot(Published.read(FACTS, section));
  }

  @Override
  public Splits open() {
    return published.open(this::read);
  }

  private Splits read(FileTree tree) {
    String top =
        tree.hasFolder("images_background") ? "" : tree.firstFolder("python", "omniglot-py");
    for (String part : List.of("images_background", "images_evaluation")) {
      if (!tree.hasFolder(top + part)) {
        throw published.notThere(tree, "folders images_background and images_evaluation");
      }
    }
    Splits splits =
        Splits.of(part(tree, top + "images_background/"), part(tree, top + "images_evaluation/"));
    return published.checked(splits);
  }

  private static Dataset part(FileTree tree, String parent) {
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    int id = 0;
    for (String alphabet : Folders.inside(tree, parent)) {
      for (String character : Folders.inside(tree, parent + alphabet + "/")) {
        int own = id++;
        String name = alphabet + "/" + character;
        Folders.files(tree, parent + name)
            .filter(file -> isImage(tree.names().fileName(file)))
            .forEach(file -> examples.add(file, own, name));
      }
    }
    return examples.build();
  }

  private static boolean isImage(String fileName) {
    return fileName.endsWith(".png") && !ImageNames.isResourceFork(fileName);
  }
}
