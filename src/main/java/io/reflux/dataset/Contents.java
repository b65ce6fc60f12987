package io.reflux.dataset;

import io.reflux.setting.Sha256;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a dataset holds, as far as that is known without reading an image: of each example, in
 * order, the path below the root, the class, the size, and the checksum if an archive keeps one. A
 * text with a line for each; where the root lies and when files were written is not in it.
 */
public final class Contents {
  /** What the part that trains is called. */
  public static final String TRAIN = "train";

  /** What the part that tests is called. */
  public static final String TEST = "test";

  private final Map<String, Dataset> parts;

  private Contents(Map<String, Dataset> parts) {
    this.parts = parts;
  }

  /** Of all parts. */
  public static Contents of(Splits splits) {
    return new Contents(parts(splits));
  }

  /** Of all parts of several datasets, each of which is called by its name and the dataset's. */
  public static Contents ofAll(Map<String, Splits> datasets) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    new TreeMap<>(datasets)
        .forEach(
            (name, splits) ->
                parts(splits).forEach((part, images) -> parts.put(name + "/" + part, images)));
    return new Contents(parts);
  }

  private static Map<String, Dataset> parts(Splits splits) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put(TRAIN, splits.train());
    parts.put(TEST, splits.test());
    parts.putAll(new TreeMap<>(splits.others()));
    return parts;
  }

  /** Of one part alone. */
  public static Contents of(Dataset part) {
    return new Contents(Map.of("", part));
  }

  /** The SHA-256 of the text: the same in every JVM, as long as the contents are the same. */
  public String digest() {
    MessageDigest digest = Sha256.begun();
    try {
      write(
          new DigestOutputStream(OutputStream.nullOutputStream(), digest),
          example -> example.line().text());
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written anywhere", e);
    }
    return Sha256.ended(digest);
  }

  /**
   * Writes the text, compressed, for {@link #changesSince}, and when files were written; the stream
   * stays open.
   *
   * @param checksummed if all images have no more bytes than this, those whose checksum nobody
   *     knows are read to work it out: what is written later then is the same image if its bytes
   *     are; else any image that was written later counts as another
   * @param looking is told of each that is read
   */
  public void keep(OutputStream out, long checksummed, Looking looking) throws IOException {
    GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
    boolean reads = bytes() <= checksummed;
    write(packed, example -> example.kept(reads ? example.checksummed(looking) : example.line()));
    packed.finish();
  }

  /**
   * The parts of a dataset as they were kept: names and classes of its examples, no images.
   *
   * @param kept what {@link #keep} wrote
   * @throws IOException if that can't be read
   */
  public static Splits remembered(InputStream kept) throws IOException {
    Map<String, KeptPart> parts = new TreeMap<>();
    try (BufferedReader lines = reader(kept)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ContentLine read = ContentLine.parsed(line);
        parts
            .computeIfAbsent(read.part(), name -> new KeptPart())
            .add(read, ContentLine.label(line));
      }
    }
    Dataset train = parts.getOrDefault(TRAIN, new KeptPart());
    Dataset test = parts.getOrDefault(TEST, new KeptPart());
    parts.keySet().removeAll(List.of(TRAIN, TEST));
    return new Splits(train, test, new TreeMap<>(parts));
  }

  /**
   * What has become of the contents that were kept.
   *
   * @param kept what {@link #keep} wrote
   * @param looking is told of each image that is read
   * @throws IOException if that can't be read
   */
  public ContentChanges changesSince(InputStream kept, Looking looking) throws IOException {
    ContentChanges.Comparison comparison = new ContentChanges.Comparison(looking);
    try (BufferedReader lines = reader(kept)) {
      for (Map.Entry<String, Dataset> part : parts.entrySet()) {
        for (int id = 0; id < part.getValue().size(); id++) {
          comparison.isNow(new ContentExample(part.getKey(), part.getValue(), id));
          String line = lines.readLine();
          if (line != null) {
            comparison.was(ContentLine.parsed(line));
          }
        }
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        comparison.was(ContentLine.parsed(line));
      }
    }
    return comparison.changes();
  }

  /** How many all images have; those whose size nobody knows count nothing. */
  private long bytes() {
    long bytes = 0;
    for (Dataset part : parts.values()) {
      for (int id = 0; id < part.size(); id++) {
        bytes += Math.max(0, part.facts(id).bytes());
      }
    }
    return bytes;
  }

  private void write(OutputStream out, Function<ContentExample, String> line) throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    for (Map.Entry<String, Dataset> part : parts.entrySet()) {
      for (int id = 0; id < part.getValue().size(); id++) {
        text.write(line.apply(new ContentExample(part.getKey(), part.getValue(), id)));
        text.write('\n');
      }
    }
    text.flush();
  }

  private static BufferedReader reader(InputStream kept) throws IOException {
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(kept, 1 << 16), StandardCharsets.UTF_8));
  }
}
