package io.reflux.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples of shards: files of one name up to its first dot are one, of which one is the image
 * and one may be the label.
 */
final class WebSamples {
  private static final Logger LOG = LoggerFactory.getLogger(WebSamples.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_LABEL = 1 << 20;

  private final TarShards shards;
  private final ImageNames images;
  private final Labels which;
  private final List<Integer> files = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final TextLabels classes;

  /**
   * Where labels stand.
   *
   * @param extensions the endings of files that hold one, the first that there is counts
   * @param key the key of it where that is JSON, with dots between those of objects in objects
   */
  record Labels(List<String> extensions, String key) {}

  WebSamples(TarShards shards, ImageNames images, Labels which) {
    this.shards = shards;
    this.images = images;
    this.which = which;
    Map<String, Integer> sample = new HashMap<>();
    String before = "";
    int without = 0;
    for (int file : shards.inOrder()) {
      String name = name(file);
      if (!name.equals(before)) {
        without += !before.isEmpty() && !add(sample) ? 1 : 0;
        sample.clear();
        before = name;
      }
      sample.put(extension(file), file);
    }
    without += !before.isEmpty() && !add(sample) ? 1 : 0;
    tell(without);
    checkLabels();
    classes = new TextLabels(labels);
  }

  /** Takes a sample; answers whether it has an image. */
  private boolean add(Map<String, Integer> sample) {
    List<String> found = sample.keySet().stream().filter(images::countExtension).sorted().toList();
    if (found.isEmpty()) {
      return false;
    }
    files.add(sample.getOrDefault(found.get(0), 0));
    labels.add(
        which.extensions().stream()
            .filter(sample::containsKey)
            .findFirst()
            .map(extension -> label(sample.getOrDefault(extension, 0), extension))
            .orElse(Dataset.UNLABELLED));
    return true;
  }

  private String label(int file, String extension) {
    try {
      if (shards.facts(file).bytes() > LARGEST_LABEL) {
        throw new IOException("more than " + LARGEST_LABEL + " bytes");
      }
      byte[] content = shards.read(file);
      String text = new String(content, StandardCharsets.UTF_8).strip();
      String label = extension.endsWith("json") ? value(content) : text;
      if (label.isEmpty()) {
        throw new IOException("it is empty");
      }
      return label;
    } catch (IOException e) {
      throw new DatasetException(
          "%s: %s: %s (expected: a label)"
              .formatted(shards.root(), shards.names().path(file), e.getMessage()),
          e);
    }
  }

  private String value(byte[] content) throws IOException {
    JsonNode node;
    try {
      node = JSON.readTree(content);
    } catch (IOException e) {
      throw new IOException("it is no JSON", e);
    }
    for (String key : which.key().split("\\.")) {
      node = node.path(key);
    }
    if (!node.isValueNode() || node.isNull()) {
      throw new IOException("no text or number " + which.key());
    }
    return node.asText();
  }

  private void tell(int without) {
    if (files.isEmpty()) {
      throw new DatasetException(
          "%s: its shards hold no image (expected: files of %s)"
              .formatted(shards.root(), images.inWords()));
    }
    if (without > 0) {
      LOG.warn("{}: {} samples have no image and are left out", shards.root(), without);
    }
  }

  private void checkLabels() {
    int first = labels.indexOf(Dataset.UNLABELLED);
    long without = labels.stream().filter(Dataset.UNLABELLED::equals).count();
    if (first >= 0 && without < labels.size()) {
      throw new DatasetException(
          "%s: %d of %d images have no label, the first is %s (expected: each, or none at all)"
              .formatted(
                  shards.root(), without, labels.size(), shards.names().path(files.get(first))));
    }
  }

  /** Those of some shards, in the order in which they lie there. */
  ExampleIndex of(IntPredicate shard) {
    ExampleIndex.Builder builder = new ExampleIndex.Builder(shards);
    for (int i = 0; i < files.size(); i++) {
      if (shard.test(shards.shard(files.get(i)))) {
        builder.add(files.get(i), classes.number(i), classes.name(i));
      }
    }
    return builder.build();
  }

  /** A file's path up to the first dot of its name. */
  private String name(int file) {
    String path = shards.names().path(file);
    int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
    return dot < 0 ? path : path.substring(0, dot);
  }

  private String extension(int file) {
    String name = shards.names().fileName(file);
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
