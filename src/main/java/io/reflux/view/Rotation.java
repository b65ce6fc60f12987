package io.reflux.view;

import io.reflux.intake.Picture;

/** Quarter turns on an unchanged canvas, as PIL's {@code rotate} without {@code expand}. */
final class Rotation {
  private Rotation() {}

  /**
   * Turns a picture about its middle; what leaves the canvas is lost, what is left free is black.
   *
   * @param quarters how many quarter turns, counter-clockwise
   */
  static Picture turned(Picture picture, int quarters) {
    int turn = Math.floorMod(quarters, 4);
    if (turn == 0) {
      return picture;
    }
    int width = picture.width();
    int height = picture.height();
    byte[] out = new byte[picture.rgb().length];
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0; x < width; x++, o += 3) {
        int fromX = sourceX(turn, x, y, width, height);
        int fromY = sourceY(turn, x, y, width, height);
        if (0 <= fromX && fromX < width && 0 <= fromY && fromY < height) {
          System.arraycopy(picture.rgb(), picture.at(fromX, fromY), out, o, 3);
        }
      }
    }
    return new Picture(width, height, out);
  }

  private static int sourceX(int turn, int x, int y, int width, int height) {
    return switch (turn) {
      case 1 -> (int) Math.floor((width + height) / 2.0 - y - 0.5);
      case 2 -> width - 1 - x;
      default -> (int) Math.floor((width - height) / 2.0 + y + 0.5);
    };
  }

  private static int sourceY(int turn, int x, int y, int width, int height) {
    return switch (turn) {
      case 1 -> (int) Math.floor((height - width) / 2.0 + x + 0.5);
      case 2 -> height - 1 - y;
      default -> (int) Math.floor((width + height) / 2.0 - x - 0.5);
    };
  }
}
