package io.reflux.dataset;

import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stanford Cars: 196 models of cars.
 *
 * <p>S2SD reads class folders, counted by rank, and trains on the first half of them.
 * LabelRelaxation reads the authors' list of annotations and trains on the first 98 classes; the
 * list's own division is ignored by both, as the field does.
 *
 * @param layout whose rules apply; {@code auto} takes the list where there is one
 * @param validation what is held out of training
 * @param annotations the list's file name
 */
record Cars(Published published, Layout layout, ValidationSplit validation, String annotations)
    implements DatasetRecipe {
  private static final int HALF = 98;

  static final DatasetFacts FACTS =
      new DatasetFacts(
          "cars-196",
          "Stanford Cars: 196 models of cars",
          "http://ai.stanford.edu/~jkrause/cars/car_dataset.html",
          List.of("car_ims.tgz", "cars_annos.mat"),
          "cars_annos.mat and car_ims/<number>.jpg, or images/<class>/<file>.jpg, below root",
          new Counts(8054, HALF, 8131, HALF));

  static Cars read(Section section) {
    return new Cars(
        Published.read(FACTS, section),
        Layout.read(section),
        ValidationSplit.read(section),
        section.text("annotations"));
  }

  @Override
  public Splits open() {
    return published.open(this::read);
  }

  private Splits read(FileTree tree) {
    String listed = tree.has("cars196/" + annotations) ? "cars196/" : "";
    boolean list =
        layout == Layout.LABEL_RELAXATION
            || (layout == Layout.AUTO && tree.has(listed + annotations));
    Splits whole = list ? fromList(tree, listed) : fromFolders(tree);
    Splits splits = validation.divide((ExampleIndex) whole.train(), whole.test(), Map.of());
    return published.checked(splits);
  }

  private Splits fromList(FileTree tree, String folder) {
    ExampleIndex.Builder train = new ExampleIndex.Builder(tree);
    ExampleIndex.Builder test = new ExampleIndex.Builder(tree);
    String list = folder + annotations;
    ListedFiles files = new ListedFiles(tree, list, published.complete());
    for (CarAnnotations.Car car : CarAnnotations.read(tree, tree.require(list))) {
      int id = car.number() - 1;
      int file = id < 2 * HALF ? files.find(folder + car.path()) : -1;
      if (file >= 0) {
        (id < HALF ? train : test).add(file, id, car.className());
      }
    }
    files.check();
    return Splits.of(train.build(), test.build());
  }

  private Splits fromFolders(FileTree tree) {
    String parent = tree.firstFolder("images", "cars196/images");
    List<String> classes = Folders.inside(tree, parent);
    if (parent.isEmpty() || classes.isEmpty()) {
      throw published.notThere(
          tree, annotations + ", or a folder images that holds the class folders");
    }
    ExampleIndex.Builder train = new ExampleIndex.Builder(tree);
    ExampleIndex.Builder test = new ExampleIndex.Builder(tree);
    Set<String> first = Set.copyOf(classes.subList(0, classes.size() / 2));
    for (int id = 0; id < classes.size(); id++) {
      String name = classes.get(id);
      int own = id;
      ExampleIndex.Builder part = first.contains(name) ? train : test;
      Folders.files(tree, parent + name).forEach(file -> part.add(file, own, name));
    }
    return Splits.of(train.build(), test.build());
  }
}
