package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.miner.Tuples;
import java.util.Arrays;

/**
 * Tuples of one width, checked: anchor, positive, negative, and perhaps more.
 *
 * @param rows the tuples, at least one
 */
public record Triplets(int[][] rows) {

  /** The triplets of an input. Refuses other widths, and rows that the batch doesn't have. */
  public static Triplets of(LossInput input) {
    return of(input, 3, 3);
  }

  /** The tuples of an input, as wide as said at least and at most. */
  public static Triplets of(LossInput input, int least, int most) {
    Tuples tuples = input.tuples();
    checkRange(tuples, input.labels().length);
    for (int i = 0; i < tuples.size(); i++) {
      int width = tuples.rows()[i].length;
      if (width < least || width > most || width != tuples.rows()[0].length) {
        String expected = least == most ? "" + least : least + " … " + most + ", all alike";
        throw new IllegalArgumentException(
            "tuples[" + i + "]: " + width + " members (expected: " + expected + ")");
      }
    }
    return new Triplets(tuples.rows());
  }

  /** Refuses tuples that point outside of a batch of so many rows. */
  public static void checkRange(Tuples tuples, int size) {
    for (int i = 0; i < tuples.size(); i++) {
      for (int member : tuples.rows()[i]) {
        if (member < 0 || member >= size) {
          throw new IllegalArgumentException(
              "tuples[" + i + "]: row " + member + " (expected: 0 … " + (size - 1) + ")");
        }
      }
    }
  }

  /** How many there are. */
  public int size() {
    return rows.length;
  }

  /** One member of every tuple: 0 the anchor, 1 the positive, 2 the negative. */
  public int[] members(int place) {
    return Arrays.stream(rows).mapToInt(row -> row[place]).toArray();
  }

  /** The embeddings of one member of every tuple, (n, d) to (t, d). */
  public NDArray vectors(NDArray x, int place) {
    return RowVectors.at(x, RowVectors.index(x, members(place)));
  }

  /** The entries of a matrix over pairs of rows, for two members of every tuple; (n, n) to (t). */
  public NDArray entries(NDArray matrix, int first, int second) {
    int n = (int) matrix.getShape().get(0);
    int[] flat = Arrays.stream(rows).mapToInt(row -> row[first] * n + row[second]).toArray();
    return matrix.reshape(new Shape((long) n * n)).gather(RowVectors.index(matrix, flat), 0);
  }
}
