package io.reflux.dataset;

/**
 * How large the published dataset is.
 *
 * @param trainImages images that train
 * @param trainClasses classes that train
 * @param testImages images that test
 * @param testClasses classes that test
 */
public record Counts(int trainImages, int trainClasses, int testImages, int testClasses) {

  /**
   * Checks that a copy is whole.
   *
   * @param name the dataset's name, for messages
   */
  void check(String name, Splits splits) {
    int train = splits.train().size();
    int trainOf = splits.train().classes();
    if (splits.other(Splits.VALIDATION).isPresent()) {
      Dataset held = splits.other(Splits.VALIDATION).orElseThrow();
      train += held.size();
      trainOf = trainClasses;
    }
    check(name, "training images", train, trainImages);
    check(name, "training classes", trainOf, trainClasses);
    check(name, "test images", splits.test().size(), testImages);
    check(name, "test classes", splits.test().classes(), testClasses);
  }

  private static void check(String name, String what, int found, int expected) {
    if (found != expected) {
      throw new DatasetException(
          name
              + ": "
              + found
              + " "
              + what
              + " (expected: "
              + expected
              + ", as published; complete = false accepts a part)");
    }
  }
}
