package io.reflux.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reflux.setting.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder of an exported model says to programs: {@code model.json}. Beside it lies {@code
 * SHA256SUMS}, which {@code sha256sum -c} reads.
 *
 * @param model the model's name
 * @param pipeline the pipeline that trained it
 * @param written when it was exported, as ISO 8601 has it
 * @param network its backbone
 * @param embeddingSize the length of its embeddings
 * @param side of the images that it was measured on, in pixels
 * @param precision of its programs
 * @param measured after which epoch; empty if it wasn't
 * @param metrics on the test split
 * @param files all files of the export but this one and the sums
 */
public record ExportRecord(
    String model,
    String pipeline,
    String written,
    String network,
    long embeddingSize,
    int side,
    String precision,
    String measured,
    Map<String, Double> metrics,
    List<Entry> files) {
  /** The file's name, by which an export is known. */
  public static final String FILE = "model.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Copies metrics and files; what isn't there is empty. */
  public ExportRecord {
    metrics = metrics == null ? Map.of() : new TreeMap<>(metrics);
    files = files == null ? List.of() : List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param name from the folder on
   * @param bytes how long it is
   * @param sha256 its digest, in hexadecimal digits
   */
  public record Entry(String name, long bytes, String sha256) {

    static Entry of(Path folder, Path file) throws IOException {
      String name = folder.relativize(file).toString().replace('\\', '/');
      return new Entry(name, Files.size(file), Sha256.of(file));
    }
  }

  static ExportRecord of(Deliverable model, String precision, Path folder, List<Path> files)
      throws IOException {
    Provenance provenance = model.provenance();
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      entries.add(Entry.of(folder, file));
    }
    return new ExportRecord(
        provenance.model(),
        provenance.pipeline(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        model.description().network().backbone().name(),
        model.network().embeddingSize(),
        model.side(),
        precision,
        provenance.results().when(),
        provenance.results().model(),
        entries);
  }

  /**
   * Reads the record of a folder.
   *
   * @throws IOException if it isn't there, or is something else
   */
  static ExportRecord read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      ExportRecord record = JSON.readValue(Files.readString(file), ExportRecord.class);
      if (record.model == null || record.files.isEmpty()) {
        throw new IOException(file + ": no model (expected: what reflux export writes)");
      }
      return record;
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": no JSON (expected: what reflux export writes)", e);
    }
  }

  /** The first digits of what tells it from others: the digest of its first file. */
  public String digest() {
    return files.get(0).sha256().substring(0, Math.min(12, files.get(0).sha256().length()));
  }

  String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record is always JSON", e);
    }
  }
}
