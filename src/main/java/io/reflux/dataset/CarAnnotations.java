package io.reflux.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/** The list of Stanford Cars: a MATLAB 5 file with a structure array {@code annotations}. */
final class CarAnnotations {
  private static final String NAMES = "class_names";

  private CarAnnotations() {}

  /**
   * A line of the list.
   *
   * @param path where the image lies, as {@code car_ims/000001.jpg}
   * @param number the class, from 1
   * @param className the class's name, or its number where the file has no names
   */
  record Car(String path, int number, String className) {}

  static List<Car> read(FileTree tree, int file) {
    try {
      MatFile mat = Mat5.newReader(Sources.wrap(tree.read(file))).setReducedHeader(false).readMat();
      Struct annotations = mat.getStruct("annotations");
      List<Car> cars = new ArrayList<>(annotations.getNumElements());
      for (int i = 0; i < annotations.getNumElements(); i++) {
        String path = annotations.getChar("relative_im_path", i).getString();
        Matrix number = annotations.get("class", i);
        cars.add(new Car(path, number.getInt(0), name(mat, number.getInt(0))));
      }
      return cars;
    } catch (IOException | RuntimeException e) {
      throw new DatasetException(
          tree.root()
              + ": "
              + tree.names().path(file)
              + " cannot be read: "
              + e.getMessage()
              + " (expected: Stanford Cars' annotations)",
          e);
    }
  }

  private static String name(MatFile mat, int number) {
    for (MatFile.Entry entry : mat.getEntries()) {
      boolean names =
          entry.getName().equals(NAMES) && entry.getValue().getType() == MatlabType.Cell;
      if (names && mat.getCell(NAMES).getNumElements() >= number) {
        return mat.getCell(NAMES).getChar(number - 1).getString();
      }
    }
    return Integer.toString(number);
  }
}
