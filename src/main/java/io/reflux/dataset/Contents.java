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
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a dataset holds, as far as that is known without reading an image: of each example, in
 * order, the path below the root, the class, the size, and the checksum if an archive keeps one. A
 * text with a line for each; where the root lies and when files were written is not in it.
 */
public final class Contents {
  private final Map<String, Dataset> parts;

  private Contents(Map<String, Dataset> parts) {
    this.parts = parts;
  }

  /** Of all parts. */
  public static Contents of(Splits splits) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put("train", splits.train());
    parts.put("test", splits.test());
    parts.putAll(new TreeMap<>(splits.others()));
    return new Contents(parts);
  }

  /** Of one part alone. */
  public static Contents of(Dataset part) {
    return new Contents(Map.of("", part));
  }

  /** The SHA-256 of the text: the same in every JVM, as long as the contents are the same. */
  public String digest() {
    MessageDigest digest = Sha256.begun();
    try {
      write(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written anywhere", e);
    }
    return Sha256.ended(digest);
  }

  /** Writes the text, compressed, for {@link #changesSince}; the stream stays open. */
  public void keep(OutputStream out) throws IOException {
    GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
    write(packed);
    packed.finish();
  }

  /**
   * What has become of the contents that were kept.
   *
   * @param kept what {@link #keep} wrote
   * @throws IOException if that can't be read
   */
  public ContentChanges changesSince(InputStream kept) throws IOException {
    ContentChanges.Comparison comparison = new ContentChanges.Comparison();
    try (BufferedReader lines = reader(kept)) {
      for (Map.Entry<String, Dataset> part : parts.entrySet()) {
        for (int id = 0; id < part.getValue().size(); id++) {
          comparison.isNow(ContentLine.of(part.getKey(), part.getValue(), id));
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

  private void write(OutputStream out) throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    for (Map.Entry<String, Dataset> part : parts.entrySet()) {
      for (int id = 0; id < part.getValue().size(); id++) {
        text.write(ContentLine.of(part.getKey(), part.getValue(), id).text());
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
