package io.reflux.rundir;

import io.reflux.setting.Sha256;
import java.nio.file.Path;

/**
 * Where the index of a folder of images lies that a search makes by itself: in the run directory of
 * the model, or beside an exported model's file.
 */
public final class IndexPlace {
  private static final String FOLDER = "indexes";
  private static final int DIGITS = 8;

  private IndexPlace() {}

  /**
   * The place; nothing need be there.
   *
   * @param model a run directory, or a model's file or folder
   * @param images the folder or archive
   */
  public static Path of(Path model, Path images) {
    Path absolute = images.toAbsolutePath().normalize();
    Path name = absolute.getFileName() == null ? Path.of("images") : absolute.getFileName();
    String own = name + "-" + Sha256.of(absolute.toString()).substring(0, DIGITS);
    Path base =
        new RunDirectory(model).isBegun()
            ? model.resolve(FOLDER)
            : model.resolveSibling(model.getFileName() + "." + FOLDER);
    return base.resolve(own);
  }
}
