package io.reflux.cli;

/**
 * Sizes that fit images and machine.
 *
 * @param side of the crops, in pixels
 * @param classes of a batch
 * @param each images of a class in a batch
 * @param teacherEpochs for a teacher that is trained
 * @param studentEpochs for the student
 * @param loaders threads that decode
 */
record InitNumbers(
    int side, int classes, int each, int teacherEpochs, int studentEpochs, int loaders) {
  /** Pictures up to so many pixels are small: small networks see them whole. */
  static final int SMALL_SIDE = 64;

  /** About so long may either training take. */
  private static final double SECONDS = 20 * 60;

  /** Images of 32 × 32 that a core trains conv4 on in a second: pipelines/quickstart.conf's. */
  private static final double SMALL_IMAGES_A_SECOND = 400;

  /** Images of 224 × 224 that a core trains ResNet-18 on in a second, and a student's ResNet. */
  private static final double IMAGES_A_SECOND = 6;

  private static final double STUDENTS_FACTOR = 8;
  private static final double GPU_FACTOR = 60;
  private static final int MOST_EPOCHS = 60;
  private static final int LEAST_EPOCHS = 4;
  private static final int MOST_LOADERS = 16;

  int batch() {
    return classes * each;
  }

  boolean small() {
    return side <= SMALL_SIDE;
  }

  /**
   * Those of a folder.
   *
   * @param wanted the side that a teacher wants; 0 for any
   */
  static InitNumbers of(InitData data, int wanted, boolean gpu) {
    int side = wanted > 0 ? wanted : data.side() <= 48 ? 32 : data.side() <= 128 ? 64 : 224;
    int cores = Runtime.getRuntime().availableProcessors();
    int images = data.splits().train().size();
    double speed = cores * (gpu ? GPU_FACTOR : 1);
    double pixels = (double) side * side;
    boolean small = side <= SMALL_SIDE;
    double usual =
        small ? SMALL_IMAGES_A_SECOND * 32 * 32 / pixels : IMAGES_A_SECOND * 224 * 224 / pixels;
    int each = data.labelled() ? Math.max(2, Math.min(4, data.usualClass())) : 1;
    int most = gpu ? 128 : small ? 64 : 32;
    int fitting = data.labelled() ? data.splits().train().classes() : images;
    int classes = Math.max(1, Math.min(most / each, fitting));
    return new InitNumbers(
        side,
        classes,
        each,
        epochs(images, usual * speed),
        epochs(images, usual * speed * (small ? 1 : STUDENTS_FACTOR)),
        Math.min(cores, MOST_LOADERS));
  }

  private static int epochs(int images, double imagesASecond) {
    double fitting = SECONDS * imagesASecond / Math.max(1, images);
    return (int) Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, fitting));
  }
}
