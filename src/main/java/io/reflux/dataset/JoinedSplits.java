package io.reflux.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two parts of a dataset as one: the first's examples, then the second's. Classes go by name. */
public final class JoinedSplits implements Dataset {
  private final Dataset first;
  private final Dataset second;
  private final List<String> names;
  private final int[] labelsOfSecond;

  /** Joins two parts; a class of both is one class. */
  public JoinedSplits(Dataset first, Dataset second) {
    this.first = first;
    this.second = second;
    Map<String, Integer> labels = new LinkedHashMap<>();
    for (int label = 0; label < first.classes(); label++) {
      labels.put(first.className(label), label);
    }
    labelsOfSecond = new int[second.classes()];
    for (int label = 0; label < labelsOfSecond.length; label++) {
      String name = second.className(label);
      labels.putIfAbsent(name, labels.size());
      labelsOfSecond[label] = labels.getOrDefault(name, 0);
    }
    names = new ArrayList<>(labels.keySet());
  }

  @Override
  public int size() {
    return first.size() + second.size();
  }

  @Override
  public int classes() {
    return names.size();
  }

  @Override
  public int label(int id) {
    return id < first.size() ? first.label(id) : labelsOfSecond[second.label(id - first.size())];
  }

  @Override
  public String className(int label) {
    return names.get(label);
  }

  @Override
  public String name(int id) {
    return id < first.size() ? first.name(id) : second.name(id - first.size());
  }

  @Override
  public String location(int id) {
    return id < first.size() ? first.location(id) : second.location(id - first.size());
  }

  @Override
  public FileFacts facts(int id) {
    return id < first.size() ? first.facts(id) : second.facts(id - first.size());
  }

  @Override
  public Optional<Region> region(int id) {
    return id < first.size() ? first.region(id) : second.region(id - first.size());
  }

  @Override
  public byte[] read(int id) throws IOException {
    return id < first.size() ? first.read(id) : second.read(id - first.size());
  }
}
