package io.reflux.report;

import io.reflux.dataset.Dataset;
import io.reflux.report.DatasetSurvey.Copies;
import io.reflux.report.DatasetSurvey.Images;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What follows from a look at all images: their sizes, those that fail, those that are alike. */
final class CopiesFound {
  private CopiesFound() {}

  /**
   * Of a look.
   *
   * @param parts the names of the parts, in order
   */
  static Images in(DatasetLook look, List<String> parts) {
    Map<String, String> unreadable = new LinkedHashMap<>();
    Map<String, List<Integer>> ofDigest = new LinkedHashMap<>();
    List<DatasetLook.Image> seen = new ArrayList<>();
    for (int number = 0; number < look.images().size(); number++) {
      DatasetLook.Image image = look.images().get(number);
      if (image.isReadable()) {
        seen.add(image);
      } else {
        unreadable.put(look.examples().name(number), image.reason());
      }
      if (!image.digest().isEmpty()) {
        ofDigest.computeIfAbsent(image.digest(), digest -> new ArrayList<>()).add(number);
      }
    }
    List<Copies> copies = new ArrayList<>();
    for (List<Integer> numbers : ofDigest.values()) {
      if (numbers.size() > 1) {
        copies.add(copies(look, parts, numbers));
      }
    }
    return new Images(sides(seen), shortest(seen), unreadable, copies);
  }

  private static Copies copies(DatasetLook look, List<String> parts, List<Integer> numbers) {
    List<String> names = new ArrayList<>();
    for (int number : numbers) {
      names.add(parts.get(look.examples().part(number)) + " " + look.examples().name(number));
    }
    boolean severalParts =
        numbers.stream().map(number -> look.examples().part(number)).distinct().count() > 1;
    boolean severalClasses =
        numbers.stream().map(number -> className(look, number)).distinct().count() > 1;
    return new Copies(names, severalParts, severalClasses);
  }

  private static String className(DatasetLook look, int number) {
    Dataset part = look.examples().parts().get(look.examples().part(number));
    return part.className(part.label(look.examples().id(number)));
  }

  private static List<String> sides(List<DatasetLook.Image> seen) {
    List<DatasetLook.Image> sorted =
        seen.stream()
            .sorted(
                Comparator.<DatasetLook.Image>comparingLong(
                        image -> (long) image.width() * image.height())
                    .thenComparingInt(DatasetLook.Image::width))
            .toList();
    if (sorted.isEmpty()) {
      return List.of();
    }
    int last = sorted.size() - 1;
    return List.of(text(sorted.get(0)), text(sorted.get(last / 2)), text(sorted.get(last)));
  }

  private static int shortest(List<DatasetLook.Image> seen) {
    return seen.stream().mapToInt(image -> Math.min(image.width(), image.height())).min().orElse(0);
  }

  private static String text(DatasetLook.Image image) {
    return image.width() + "×" + image.height();
  }
}
