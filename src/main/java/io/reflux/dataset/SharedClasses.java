package io.reflux.dataset;

import java.io.IOException;
import java.util.Optional;

/** Some examples of a larger whole, with the whole's classes. */
final class SharedClasses implements Dataset {
  private final Dataset part;
  private final Dataset whole;
  private final int[] labelInWhole;

  SharedClasses(Dataset part, Dataset whole) {
    this.part = part;
    this.whole = whole;
    labelInWhole = new int[part.classes()];
    for (int w = 0, p = 0; w < whole.classes() && p < labelInWhole.length; w++) {
      if (whole.classId(w) == part.classId(p)) {
        labelInWhole[p++] = w;
      }
    }
  }

  @Override
  public int size() {
    return part.size();
  }

  @Override
  public int classes() {
    return whole.classes();
  }

  @Override
  public int label(int id) {
    return labelInWhole[part.label(id)];
  }

  @Override
  public String className(int label) {
    return whole.className(label);
  }

  @Override
  public int classId(int label) {
    return whole.classId(label);
  }

  @Override
  public String name(int id) {
    return part.name(id);
  }

  @Override
  public String location(int id) {
    return part.location(id);
  }

  @Override
  public FileFacts facts(int id) {
    return part.facts(id);
  }

  @Override
  public Optional<Region> region(int id) {
    return part.region(id);
  }

  @Override
  public byte[] read(int id) throws IOException {
    return part.read(id);
  }
}
