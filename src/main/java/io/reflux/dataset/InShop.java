package io.reflux.dataset;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * DeepFashion In-Shop Clothes Retrieval: articles of clothing, with a query and a gallery of
 * articles that are not trained on. {@code test} is both together; {@code super-classes} has the
 * training images by sex and category.
 *
 * @param dropFirstRow whether the first image of the list is lost, as by DiVA's and S2SD's parser
 * @param queryShare DiVA's {@code train_val_split}: below 1, the parts {@code validation-query} and
 *     {@code validation-gallery} are made of training classes as the original picks them
 */
record InShop(Published published, boolean dropFirstRow, double queryShare)
    implements DatasetRecipe {
  private static final String LIST = "list_eval_partition.txt";

  static final DatasetFacts FACTS =
      new DatasetFacts(
          "in-shop",
          "DeepFashion In-Shop Clothes: 7,982 articles of clothing",
          "https://mmlab.ie.cuhk.edu.hk/projects/DeepFashion/InShopRetrieval.html",
          List.of("img.zip", "list_eval_partition.txt"),
          "Eval/" + LIST + " and img/<sex>/<category>/<id>/<file>.jpg below root, or Img/img/…",
          new Counts(25882, 3997, 26830, 3985));

  /** A line of the list. */
  private record Garment(int file, int item, String part, String category) {}

  static InShop read(Section section) {
    return new InShop(
        Published.read(FACTS, section),
        section.flag("drop-first-row"),
        section.number("validation-share", Range.FRACTION));
  }

  @Override
  public Splits open() {
    return published.open(this::read);
  }

  private Splits read(FileTree tree) {
    String top = tree.firstFolder("in-shop", "In-shop Clothes Retrieval Benchmark");
    String list =
        Stream.of(top + "Eval/" + LIST, top + LIST)
            .filter(tree::has)
            .findFirst()
            .orElseThrow(() -> published.notThere(tree, "Eval/" + LIST));
    List<Garment> garments = garments(tree, top, list);
    Dataset train = part(tree, garments, Set.of("train"));
    Dataset test = part(tree, garments, Set.of("query", "gallery"));
    Map<String, Dataset> others = new HashMap<>();
    others.put(Splits.QUERY, like(test, part(tree, garments, Set.of("query"))));
    others.put(Splits.GALLERY, like(test, part(tree, garments, Set.of("gallery"))));
    others.put("super-classes", superClasses(tree, garments));
    if (queryShare < 1) {
      validation(train, garments, test, others);
    }
    return published.checked(new Splits(train, test, others));
  }

  private List<Garment> garments(FileTree tree, String top, String list) {
    ListedFiles files = new ListedFiles(tree, list, published.complete());
    // The authors' archives lie in Img, and so does what is unpacked of them there.
    boolean below = tree.hasFolder(top + "Img") && !tree.hasFolder(top + "img");
    String images = below ? top + "Img/" : top;
    List<String> rows = tree.lines(list).stream().filter(l -> !l.isBlank()).toList();
    List<Garment> garments = new ArrayList<>();
    for (String row : rows.subList(Math.min(rows.size(), dropFirstRow ? 3 : 2), rows.size())) {
      Garment garment = garment(files, images, row.strip().split("\\s+"));
      if (garment.file >= 0) {
        garments.add(garment);
      }
    }
    files.check();
    return garments;
  }

  private Garment garment(ListedFiles files, String images, String[] cells) {
    try {
      String[] path = cells[0].split("/");
      int item = Integer.parseInt(cells[1].substring(cells[1].lastIndexOf('_') + 1));
      int file = files.find(images + cells[0]);
      return new Garment(file, item, cells[2], path[1] + "_" + path[2]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new DatasetException(
          published.root()
              + ": "
              + LIST
              + ": "
              + String.join(" ", cells)
              + " (expected: image_name item_id evaluation_status)",
          e);
    }
  }

  private static ExampleIndex part(FileTree tree, List<Garment> garments, Set<String> parts) {
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    for (Garment g : garments) {
      if (parts.contains(g.part)) {
        examples.add(g.file, g.item, String.format("id_%08d", g.item));
      }
    }
    return examples.buildByClass();
  }

  /** A part with the class numbers of the whole that it was taken from. */
  private static Dataset like(Dataset whole, ExampleIndex part) {
    return new SharedClasses(part, whole);
  }

  private static Dataset superClasses(FileTree tree, List<Garment> garments) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    List<Garment> byItem = garments.stream().filter(g -> g.part.equals("train")).toList();
    for (Garment g : byItem) {
      int number = numbers.computeIfAbsent(g.category, c -> numbers.size());
      examples.add(g.file, number, g.category);
    }
    return examples.buildByClass();
  }

  /** The original's rule: the classes of the query name, by their labels, classes of training. */
  private void validation(
      Dataset train, List<Garment> garments, Dataset test, Map<String, Dataset> others) {
    Map<Integer, Integer> labelOfItem = new HashMap<>();
    for (int label = 0; label < test.classes(); label++) {
      labelOfItem.put(test.classId(label), label);
    }
    List<Integer> labels =
        garments.stream()
            .filter(g -> g.part.equals("query"))
            .map(g -> labelOfItem.getOrDefault(g.item, 0))
            .distinct()
            .toList();
    List<Integer> held = labels.subList((int) (labels.size() * queryShare), labels.size());
    Set<Integer> query = new HashSet<>(held.subList(0, held.size() / 2));
    Set<Integer> gallery = new HashSet<>(held.subList(held.size() / 2, held.size()));
    ExampleIndex all = (ExampleIndex) train;
    Dataset queries = all.select(id -> query.contains(all.label(id)));
    Dataset galleries = all.select(id -> gallery.contains(all.label(id)));
    others.put("validation-query", new SharedClasses(queries, train));
    others.put("validation-gallery", new SharedClasses(galleries, train));
  }
}
