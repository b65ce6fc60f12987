package io.reflux.dataset;

import io.reflux.setting.Section;
import java.util.List;

/**
 * Omniglot: handwritten characters of 50 alphabets; a class is an alphabet's character. The
 * authors' background alphabets train, the evaluation alphabets test.
 */
record Omniglot(Published published) implements DatasetRecipe {
  private static final String NAME = "omniglot";

  static final DatasetFacts FACTS =
      new DatasetFacts(
          NAME,
          "Omniglot: 1,623 handwritten characters of 50 alphabets",
          "https://github.com/brendenlake/omniglot (images_background.zip, images_evaluation.zip)",
          "images_background/<Alphabet>/<characterNN>/<file>.png and images_evaluation/… below root",
          new Counts(19280, 964, 13180, 659));

  static Omniglot read(Section section) {
    return new Omniglot(Published.read(NAME, section));
  }

  @Override
  public Splits open() {
    return published.open(this::read);
  }

  private Splits read(FileTree tree) {
    for (String part : List.of("images_background", "images_evaluation")) {
      if (!tree.hasFolder(part)) {
        throw published.notThere("folders images_background and images_evaluation");
      }
    }
    Splits splits = Splits.of(part(tree, "images_background/"), part(tree, "images_evaluation/"));
    return published.checked(splits, FACTS.counts());
  }

  private static Dataset part(FileTree tree, String parent) {
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    int id = 0;
    for (String alphabet : Folders.inside(tree, parent)) {
      for (String character : Folders.inside(tree, parent + alphabet + "/")) {
        int own = id++;
        String name = alphabet + "/" + character;
        Folders.files(tree, parent + name)
            .filter(file -> tree.names().fileName(file).endsWith(".png"))
            .forEach(file -> examples.add(file, own, name));
      }
    }
    return examples.build();
  }
}
