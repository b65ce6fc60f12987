package io.reflux.dataset;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The examples of one split: which files of a tree, and the class of each. */
final class ExampleIndex extends LabelledFiles {
  private final FileTree tree;
  private final int[] files;
  private final Map<Integer, Region> regions;

  private ExampleIndex(Builder builder, int[] classIds, int[] labels) {
    super(labels, builder.namesOf(classIds), classIds);
    tree = builder.tree;
    files = Arrays.copyOf(builder.files, labels.length);
    regions = Map.copyOf(builder.regions);
  }

  @Override
  public String name(int id) {
    return path(id) + region(id).map(Region::suffix).orElse("");
  }

  @Override
  public String location(int id) {
    return tree.root().resolve(path(id)).toString();
  }

  @Override
  public Optional<Region> region(int id) {
    return Optional.ofNullable(regions.get(id));
  }

  private String path(int id) {
    return tree.names().path(files[id]);
  }

  @Override
  public FileFacts facts(int id) {
    return tree.facts(files[id]);
  }

  @Override
  public byte[] read(int id) throws IOException {
    return tree.read(files[id]);
  }

  /** The examples that are kept, in order; classes left without any are gone. */
  ExampleIndex select(IntPredicate keep) {
    Builder builder = new Builder(tree);
    for (int id = 0; id < files.length; id++) {
      if (keep.test(id)) {
        region(id).ifPresent(builder::region);
        builder.add(files[id], classId(label(id)), className(label(id)));
      }
    }
    return builder.build();
  }

  /** Gathers examples in their order. */
  static final class Builder {
    private final FileTree tree;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Region> regions = new HashMap<>();
    private int[] files = new int[64];
    private int[] classIds = new int[64];
    private int size;

    Builder(FileTree tree) {
      this.tree = tree;
    }

    /** The example that is added next is a part of its image. */
    void region(Region part) {
      regions.put(size, part);
    }

    /**
     * Adds the example that a file is.
     *
     * @param classId the class's number in the dataset's own count
     */
    void add(int file, int classId, String className) {
      if (size == files.length) {
        files = Arrays.copyOf(files, size * 3 / 2);
        classIds = Arrays.copyOf(classIds, size * 3 / 2);
      }
      names.putIfAbsent(classId, className);
      files[size] = file;
      classIds[size++] = classId;
    }

    /** The split; its classes are numbered from 0 in the order of their own numbers. */
    ExampleIndex build() {
      int[] ids = names.keySet().stream().mapToInt(i -> i).sorted().toArray();
      int[] labels = new int[size];
      for (int i = 0; i < size; i++) {
        labels[i] = Arrays.binarySearch(ids, classIds[i]);
      }
      return new ExampleIndex(this, ids, labels);
    }

    private List<String> namesOf(int[] ids) {
      return Arrays.stream(ids).mapToObj(i -> names.getOrDefault(i, "")).toList();
    }

    /** The same, with the examples ordered by class; those of one class keep their order. */
    ExampleIndex buildByClass() {
      int[] order =
          IntStream.range(0, size)
              .boxed()
              .sorted((a, b) -> Integer.compare(classIds[a], classIds[b]))
              .mapToInt(i -> i)
              .toArray();
      Builder sorted = new Builder(tree);
      for (int i : order) {
        sorted.add(files[i], classIds[i], names.getOrDefault(classIds[i], ""));
      }
      return sorted.build();
    }
  }
}
