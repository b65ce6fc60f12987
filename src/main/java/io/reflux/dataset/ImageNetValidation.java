package io.reflux.dataset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** ImageNet's validation images as they are published: side by side, without class folders. */
record ImageNetValidation(FileTree tree, int[] files) {
  private static final Pattern IMAGE =
      Pattern.compile("ILSVRC2012_val_\\d{8}\\.JPEG", Pattern.CASE_INSENSITIVE);

  /** Those that lie right inside of a folder; empty for the root. */
  static ImageNetValidation in(FileTree tree, String folder) {
    int at = tree.names().folders().indexOf(folder);
    IntStream inside =
        at < 0
            ? IntStream.empty()
            : IntStream.range(tree.names().firstOf(at), tree.names().firstOf(at + 1));
    return new ImageNetValidation(
        tree, inside.filter(f -> IMAGE.matcher(tree.names().fileName(f)).matches()).toArray());
  }

  boolean isEmpty() {
    return files.length == 0;
  }

  /**
   * The images by class, as if each lay in the folder of its class.
   *
   * @param kept which of all classes are kept
   */
  Dataset split(ImageNetLabels labels, UnaryOperator<List<String>> kept) {
    Map<String, List<Integer>> filesOfClass = new TreeMap<>(CodePoints.ORDER);
    for (int file : files) {
      String wnid = labels.wnid(tree.names().fileName(file));
      filesOfClass.computeIfAbsent(wnid, w -> new java.util.ArrayList<>()).add(file);
    }
    List<String> wnids = kept.apply(List.copyOf(filesOfClass.keySet()));
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    for (int label = 0; label < wnids.size(); label++) {
      for (int file : filesOfClass.getOrDefault(wnids.get(label), List.of())) {
        examples.add(file, label, wnids.get(label));
      }
    }
    return examples.build();
  }
}
