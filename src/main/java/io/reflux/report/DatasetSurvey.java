package io.reflux.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.dataset.Contents;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DistinctExamples;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import io.reflux.setting.Amount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * What there is to know of a dataset before anything trains on it.
 *
 * @param divided the rule by which it is divided; empty for what its authors published
 * @param parts its parts, by name
 * @param images what is only known after all images were read; empty if they weren't
 */
public record DatasetSurvey(String divided, Map<String, Part> parts, Optional<Images> images) {
  /** Copies the parts, in their order. */
  public DatasetSurvey {
    parts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * A part.
   *
   * @param images how many examples
   * @param labelled whether anybody knows what they show
   * @param classes how many classes, of those that have an example here
   * @param smallest examples of the smallest of them
   * @param median examples of the one in the middle
   * @param largest examples of the largest
   * @param singles classes of one example
   * @param bytes of all files, as far as sizes are known without reading
   */
  public record Part(
      int images,
      boolean labelled,
      int classes,
      int smallest,
      int median,
      int largest,
      int singles,
      long bytes) {

    static Part of(Dataset dataset) {
      int[] counts = new int[dataset.classes()];
      long bytes = 0;
      for (int id = 0; id < dataset.size(); id++) {
        counts[dataset.label(id)]++;
        bytes += Math.max(0, dataset.facts(id).bytes());
      }
      int[] sizes = Arrays.stream(counts).filter(count -> count > 0).sorted().toArray();
      int last = sizes.length - 1;
      return new Part(
          dataset.size(),
          dataset.labelled(),
          sizes.length,
          last < 0 ? 0 : sizes[0],
          last < 0 ? 0 : sizes[last / 2],
          last < 0 ? 0 : sizes[last],
          (int) Arrays.stream(sizes).filter(count -> count == 1).count(),
          bytes);
    }
  }

  /**
   * What reading shows.
   *
   * @param sides widths and heights, from the image of the fewest pixels on: the first, that in the
   *     middle, the last
   * @param shortestSide of all
   * @param unreadable the names of images that can't be decoded, and why not
   * @param copies sets of images that are equal byte for byte
   */
  public record Images(
      List<String> sides, int shortestSide, Map<String, String> unreadable, List<Copies> copies) {
    /** Copies the lists. */
    public Images {
      sides = List.copyOf(sides);
      unreadable = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
      copies = List.copyOf(copies);
    }
  }

  /**
   * Images that are equal byte for byte.
   *
   * @param names of each, its part and its name
   * @param acrossParts whether they are of several parts
   * @param acrossClasses whether they are of several classes
   */
  public record Copies(List<String> names, boolean acrossParts, boolean acrossClasses) {
    /** Copies the names. */
    public Copies {
      names = List.copyOf(names);
    }
  }

  /** By lists and names alone. */
  public static DatasetSurvey of(Splits splits) {
    Map<String, Part> parts = new LinkedHashMap<>();
    named(splits).forEach((name, part) -> parts.put(name, Part.of(part)));
    return new DatasetSurvey(splits.rule(), parts, Optional.empty());
  }

  /**
   * The same, all images being read.
   *
   * @param progress is told how many are done, of {@link #distinct} many
   */
  public static DatasetSurvey reading(Splits splits, DecodeSettings decode, IntConsumer progress) {
    DistinctExamples examples = new DistinctExamples(named(splits));
    DatasetLook look = DatasetLook.at(examples, decode, progress);
    DatasetSurvey known = of(splits);
    return new DatasetSurvey(
        known.divided(),
        known.parts(),
        Optional.of(CopiesFound.in(look, List.copyOf(known.parts().keySet()))));
  }

  /** How many different images all parts have. */
  public static int distinct(Splits splits) {
    return new DistinctExamples(named(splits)).size();
  }

  /** The parts by name, those that train and test first. */
  static Map<String, Dataset> named(Splits splits) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put(Contents.TRAIN, splits.train());
    parts.put(Contents.TEST, splits.test());
    parts.putAll(new TreeMap<>(splits.others()));
    return parts;
  }

  /** One JSON object. */
  public String json() {
    try {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("divided", divided);
      all.put("parts", parts);
      images.ifPresent(seen -> all.put("images", seen));
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a survey that is no JSON", e);
    }
  }

  /** Lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!divided.isEmpty()) {
      lines.add("divided     " + divided);
    }
    parts.forEach((name, part) -> lines.add("%-11s %s".formatted(name, words(part))));
    images.ifPresent(seen -> lines.addAll(lines(seen)));
    return lines;
  }

  private static String words(Part part) {
    String size = part.bytes() == 0 ? "" : ", " + Amount.bytes(part.bytes());
    if (!part.labelled()) {
      return Amount.of(part.images(), "image") + " without labels" + size;
    }
    String each =
        part.smallest() == part.largest()
            ? "%,d of each".formatted(part.smallest())
            : "%,d to %,d of each, %,d in the middle"
                .formatted(part.smallest(), part.largest(), part.median());
    String singles =
        part.singles() == 0 ? "" : ", " + Amount.of(part.singles(), "class") + " of one";
    return "%s of %s, %s%s%s"
        .formatted(
            Amount.of(part.images(), "image"),
            Amount.of(part.classes(), "class"),
            each,
            singles,
            size);
  }

  private static List<String> lines(Images seen) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "pixels      "
            + (seen.sides().isEmpty()
                ? "none"
                : "%s to %s, %s in the middle; shortest side %d"
                    .formatted(
                        seen.sides().get(0),
                        seen.sides().get(2),
                        seen.sides().get(1),
                        seen.shortestSide())));
    lines.add("unreadable  " + seen.unreadable().size());
    seen.unreadable().forEach((name, why) -> lines.add("  " + name + ": " + why));
    long parts = seen.copies().stream().filter(Copies::acrossParts).count();
    long classes = seen.copies().stream().filter(Copies::acrossClasses).count();
    lines.add(
        "copies      %s more than once, %,d of them in several parts, %,d under several"
                .formatted(
                    seen.copies().size() == 1
                        ? "1 image comes"
                        : Amount.of(seen.copies().size(), "image") + " come",
                    parts,
                    classes)
            + " labels");
    for (Copies copies : seen.copies()) {
      lines.add("  " + copies.names().stream().collect(Collectors.joining(" = ")));
    }
    return lines;
  }
}
