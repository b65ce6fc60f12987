package io.reflux.train;

import io.reflux.engine.HostTensor;
import java.util.List;

/**
 * The images of some views of a batch, all of one side.
 *
 * @param views their numbers, in the order of the rows
 * @param images what the program takes, view after view, a row for each example: uint8 pixels
 *     (rows, side, side, 3), or numbers
 */
public record ViewImages(List<Integer> views, HostTensor images) {

  /** Copies the numbers. */
  public ViewImages {
    views = List.copyOf(views);
  }

  /** The images of all views of a batch, which have one side. */
  public static List<ViewImages> all(int views, HostTensor images) {
    return List.of(new ViewImages(ViewRows.first(views), images));
  }
}
