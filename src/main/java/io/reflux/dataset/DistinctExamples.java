package io.reflux.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The examples of several parts of a dataset, each file once: a query is also a test example. They
 * are numbered from 0, part by part, in the order of first mention.
 */
public final class DistinctExamples {
  private final List<Dataset> parts;
  private final Map<String, int[]> numbers = new LinkedHashMap<>();
  private int[] partOf = new int[64];
  private int[] idOf = new int[64];
  private int size;

  /**
   * Numbers the examples.
   *
   * @param byName the parts by name, in order
   */
  public DistinctExamples(Map<String, Dataset> byName) {
    parts = List.copyOf(byName.values());
    Map<String, Integer> known = new HashMap<>();
    int part = 0;
    for (Map.Entry<String, Dataset> each : byName.entrySet()) {
      int[] own = new int[each.getValue().size()];
      for (int id = 0; id < own.length; id++) {
        Integer before = known.putIfAbsent(each.getValue().name(id), size);
        own[id] = before == null ? size : before;
        if (before == null) {
          add(part, id);
        }
      }
      numbers.put(each.getKey(), own);
      part++;
    }
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The position of a part that an example is of. */
  public int part(int number) {
    return partOf[number];
  }

  /** Its index in that part. */
  public int id(int number) {
    return idOf[number];
  }

  /** The path of its file. */
  public String name(int number) {
    return parts.get(partOf[number]).name(idOf[number]);
  }

  /** The parts, in order. */
  public List<Dataset> parts() {
    return parts;
  }

  /** For each part by name, the number of each of its examples. */
  Map<String, int[]> numbers() {
    return numbers;
  }

  /** The part of a name's position. */
  Dataset part(String name) {
    return parts.get(List.copyOf(numbers.keySet()).indexOf(name));
  }

  /** How many, and a check sum of all names: equal for equal lists only, as good as always. */
  public String digest() {
    CRC32 crc = new CRC32();
    for (int number = 0; number < size; number++) {
      crc.update(name(number).getBytes(StandardCharsets.UTF_8));
      crc.update(0);
    }
    return String.format("%d images, names %08x", size, crc.getValue());
  }

  private void add(int part, int id) {
    if (size == partOf.length) {
      partOf = Arrays.copyOf(partOf, size * 3 / 2);
      idOf = Arrays.copyOf(idOf, size * 3 / 2);
    }
    partOf[size] = part;
    idOf[size++] = id;
  }
}
