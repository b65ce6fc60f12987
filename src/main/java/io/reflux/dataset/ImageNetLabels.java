package io.reflux.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/**
 * What ImageNet's validation images show: by the development kit, whose list has a number for each
 * image in order and whose {@code meta.mat} says which synset a number is; or by Kaggle's table.
 */
final class ImageNetLabels {
  private static final String NUMBERS = "ILSVRC2012_validation_ground_truth.txt";
  private static final String SYNSETS = "meta.mat";
  private static final String TABLE = "LOC_val_solution.csv";
  private static final List<String> FOLDERS =
      List.of("ILSVRC2012_devkit_t12/data/", "devkit/data/", "data/", "");

  private final FileTree tree;
  private final Map<String, String> wnidOfImage = new HashMap<>();

  private ImageNetLabels(FileTree tree) {
    this.tree = tree;
  }

  /**
   * Reads what there is.
   *
   * @throws DatasetException if there is nothing, or it cannot be read
   */
  static ImageNetLabels of(FileTree tree) {
    ImageNetLabels labels = new ImageNetLabels(tree);
    Optional<String> kit = FOLDERS.stream().filter(f -> tree.has(f + NUMBERS)).findFirst();
    if (kit.isPresent()) {
      labels.readKit(kit.get());
    } else if (tree.has(TABLE)) {
      labels.readTable();
    } else {
      throw new DatasetException(
          tree.root()
              + ": nothing says what the validation images show (expected:"
              + " ILSVRC2012_devkit_t12.tar.gz, "
              + TABLE
              + ", or a folder for each class in val)");
    }
    return labels;
  }

  /** The class of an image, by its file's name. */
  String wnid(String fileName) {
    String wnid = wnidOfImage.get(image(fileName));
    if (wnid == null) {
      throw new DatasetException(
          tree.root() + ": nothing says what " + fileName + " shows (expected: all images listed)");
    }
    return wnid;
  }

  private void readKit(String folder) {
    Map<Integer, String> wnids = synsets(folder + SYNSETS);
    List<String> numbers = tree.lines(folder + NUMBERS);
    for (int i = 0; i < numbers.size(); i++) {
      String number = numbers.get(i).strip();
      String wnid = number.matches("\\d{1,9}") ? wnids.get(Integer.valueOf(number)) : null;
      if (wnid == null) {
        throw new DatasetException(
            tree.root()
                + ": "
                + folder
                + NUMBERS
                + ": line "
                + (i + 1)
                + " is "
                + number
                + " (expected: the number of a synset of "
                + SYNSETS
                + ")");
      }
      wnidOfImage.put(String.format("ilsvrc2012_val_%08d", i + 1), wnid);
    }
  }

  /** The synsets that are classes, by their numbers: those without any below them. */
  private Map<Integer, String> synsets(String path) {
    Map<Integer, String> wnids = new HashMap<>();
    int file = tree.require(path);
    try {
      Struct synsets =
          Mat5.newReader(Sources.wrap(tree.read(file)))
              .setReducedHeader(false)
              .readMat()
              .getStruct("synsets");
      for (int i = 0; i < synsets.getNumElements(); i++) {
        if (synsets.getMatrix("num_children", i).getInt(0) == 0) {
          int number = synsets.getMatrix("ILSVRC2012_ID", i).getInt(0);
          wnids.put(number, synsets.getChar("WNID", i).getString());
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new DatasetException(
          tree.root()
              + ": "
              + path
              + " cannot be read: "
              + e.getMessage()
              + " (expected: the development kit's synsets)",
          e);
    }
    return wnids;
  }

  private void readTable() {
    List<String> lines = new ArrayList<>(tree.lines(TABLE));
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] cells = line.split("[, ]");
      if (Stream.of(cells).filter(cell -> !cell.isBlank()).count() < 2) {
        throw new DatasetException(
            tree.root() + ": " + TABLE + ": " + line + " (expected: ImageId,PredictionString)");
      }
      wnidOfImage.put(image(cells[0]), cells[1]);
    }
  }

  private static String image(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return (dot < 0 ? fileName : fileName.substring(0, dot)).toLowerCase(Locale.ROOT);
  }
}
