package io.reflux.dataset;

import io.reflux.setting.Section;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Stanford Online Products: 22,634 articles of twelve kinds, as sold on eBay; divided by the
 * authors' two lists.
 *
 * <p>S2SD keeps the images in {@code images} and the lists in {@code Info_Files}, and orders the
 * images by kind and article. LabelRelaxation keeps everything beside the lists, in their order.
 * The part {@code super-classes} has the training images by kind.
 *
 * @param layout whose rules apply; {@code auto} looks for {@code Info_Files}
 * @param validation what is held out of training; by classes, of each kind
 */
record OnlineProducts(Published published, Layout layout, ValidationSplit validation)
    implements DatasetRecipe {
  private static final int TRAINED = 11318;
  private static final int ALL = 22634;
  private static final String SUPER_CLASSES = "super-classes";

  static final DatasetFacts FACTS =
      new DatasetFacts(
          "stanford-online-products",
          "Stanford Online Products: 22,634 articles of twelve kinds",
          "https://cvgl.stanford.edu/projects/lifted_struct/",
          List.of("Stanford_Online_Products.zip"),
          "Ebay_train.txt, Ebay_test.txt and <kind>_final/<file>.JPG below root; or"
              + " Info_Files/Ebay_*.txt and images/<kind>_final/<file>.JPG",
          new Counts(59551, TRAINED, 60502, ALL - TRAINED));

  /** A line of a list. */
  private record Article(int file, int classId, int superClass, String name, String kind) {}

  static OnlineProducts read(Section section) {
    return new OnlineProducts(
        Published.read(FACTS, section), Layout.read(section), ValidationSplit.read(section));
  }

  @Override
  public Splits open() {
    return published.open(this::read);
  }

  private Splits read(FileTree tree) {
    String top = tree.firstFolder("Stanford_Online_Products", "online_products");
    boolean apart = tree.hasFolder(top + "Info_Files") && layout != Layout.LABEL_RELAXATION;
    String lists = apart ? top + "Info_Files/" : top;
    String images = apart ? top + "images/" : top;
    if (!tree.has(lists + "Ebay_train.txt")) {
      throw published.notThere(tree, "Ebay_train.txt and Ebay_test.txt in root or in Info_Files");
    }
    List<Article> listed = articles(tree, lists + "Ebay_train.txt", images, id -> id < TRAINED);
    List<Article> tested =
        articles(tree, lists + "Ebay_test.txt", images, id -> id >= TRAINED && id < ALL);
    Dataset test = index(tree, tested, apart);
    List<Article> train = apart && validation.byClasses() ? renumbered(listed) : listed;
    ExampleIndex trains = index(tree, train, apart);
    Map<Integer, Integer> kindOfClass = new HashMap<>();
    train.forEach(a -> kindOfClass.put(a.classId, a.superClass));
    Splits splits =
        validation.divide(
            trains, test, Map.of(), label -> kindOfClass.getOrDefault(trains.classId(label), 0));
    Map<String, Dataset> others = new HashMap<>(splits.others());
    others.put(SUPER_CLASSES, superClasses(tree, train, splits.train()));
    return published.checked(new Splits(splits.train(), splits.test(), others));
  }

  /** The lines of a list; LabelRelaxation keeps those of the classes that it expects there. */
  private List<Article> articles(FileTree tree, String list, String images, IntPredicate own) {
    ListedFiles files = new ListedFiles(tree, list, published.complete());
    List<Article> articles =
        tree.lines(list).stream()
            .skip(1)
            .filter(line -> !line.isBlank())
            .map(line -> article(files, list, images, line.strip().split("\\s+")))
            .filter(a -> layout != Layout.LABEL_RELAXATION || own.test(a.classId))
            .filter(a -> a.file >= 0)
            .toList();
    files.check();
    return articles;
  }

  /** S2SD counts the articles anew for a validation by classes: kind by kind, as they are met. */
  private static List<Article> renumbered(List<Article> articles) {
    Map<Integer, TreeSet<Integer>> classesOfKind = new LinkedHashMap<>();
    for (Article a : articles) {
      classesOfKind.computeIfAbsent(a.superClass, kind -> new TreeSet<>()).add(a.classId);
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    classesOfKind
        .values()
        .forEach(kind -> kind.forEach(id -> numbers.putIfAbsent(id, numbers.size())));
    return articles.stream()
        .map(
            a ->
                new Article(
                    a.file, numbers.getOrDefault(a.classId, 0), a.superClass, a.name, a.kind))
        .toList();
  }

  private Article article(ListedFiles files, String list, String images, String[] cells) {
    try {
      String path = cells[3];
      String name = path.substring(path.lastIndexOf('/') + 1).split("_")[0];
      int file = files.find(images + path);
      int kind = Integer.parseInt(cells[2]) - 1;
      return new Article(file, Integer.parseInt(cells[1]) - 1, kind, name, path.split("/")[0]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new DatasetException(
          published.root()
              + ": "
              + list
              + ": "
              + String.join(" ", cells)
              + " (expected: image_id class_id super_class_id path)",
          e);
    }
  }

  private static ExampleIndex index(FileTree tree, List<Article> articles, boolean byClass) {
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    articles.forEach(a -> examples.add(a.file, a.classId, a.name));
    return byClass ? examples.buildByClass() : examples.build();
  }

  /**
   * The images that train, by kind; within a kind by article: in the order of first mention, or, as
   * S2SD has it where something is held out, by number.
   */
  private Dataset superClasses(FileTree tree, List<Article> articles, Dataset train) {
    java.util.Set<String> trains = new java.util.HashSet<>();
    for (int id = 0; id < train.size(); id++) {
      trains.add(train.name(id));
    }
    Map<Integer, List<Article>> ofClass =
        validation.by() == ValidationSplit.By.NONE ? new LinkedHashMap<>() : new TreeMap<>();
    for (Article a : articles) {
      if (trains.contains(tree.names().path(a.file))) {
        ofClass.computeIfAbsent(a.classId, c -> new java.util.ArrayList<>()).add(a);
      }
    }
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    ofClass.values().forEach(all -> all.forEach(a -> examples.add(a.file, a.superClass, a.kind)));
    return examples.buildByClass();
  }
}
