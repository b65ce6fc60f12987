package io.reflux.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A part of a dataset as a list of its contents remembers it: names and classes, no images. */
final class KeptPart implements Dataset {
  private final List<String> names = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final TreeMap<Integer, String> classNames = new TreeMap<>();

  /** Takes the next example. */
  void add(ContentLine line, int label) {
    names.add(line.name());
    labels.add(label);
    classNames.put(label, line.className());
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public int classes() {
    return classNames.isEmpty() ? 0 : classNames.lastKey() + 1;
  }

  @Override
  public int label(int id) {
    return labels.get(id);
  }

  @Override
  public String className(int label) {
    return classNames.getOrDefault(label, "");
  }

  @Override
  public String name(int id) {
    return names.get(id);
  }

  @Override
  public byte[] read(int id) throws IOException {
    throw new IOException("only its name is known");
  }
}
