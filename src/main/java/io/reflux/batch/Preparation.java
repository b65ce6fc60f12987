package io.reflux.batch;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.ShardWriter;
import io.reflux.dataset.Splits;
import io.reflux.intake.Box;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.JpegPicture;
import io.reflux.intake.Loaded;
import io.reflux.intake.Picture;
import io.reflux.intake.PictureReader;
import io.reflux.intake.RawPicture;
import io.reflux.intake.Unreadable;
import io.reflux.view.Filter;
import io.reflux.view.Geometry;
import io.reflux.view.Resampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Decodes a dataset once and writes it into shards, which a pipeline names as {@code type =
 * prepared}. With {@code shorterSide} 0 and raw records training sees the very same pixels; a
 * larger picture than asked for is resized so that its shorter side has that length.
 *
 * @param splits what is prepared; every part, one after the other
 * @param decode how images are decoded
 * @param shorterSide the length of the shorter side, in pixels; 0 keeps sizes as they are
 * @param jpegQuality 0 for raw pixels, else JPEG of this quality, up to 1
 */
public record Preparation(
    Splits splits, DecodeSettings decode, int shorterSide, float jpegQuality) {
  private static final int WINDOW = 64;
  private static final long SHARD_BYTES = 256L << 20;

  /** How many examples all parts have together. */
  public int size() {
    return parts().values().stream().mapToInt(Dataset::size).sum();
  }

  /** About how many bytes the shards will have, by a sample of the examples. */
  public long estimatedBytes() throws IOException {
    long bytes = 0;
    for (Dataset part : parts().values()) {
      PictureReader reader = new PictureReader(part, withoutKeeping());
      int sample = Math.min(WINDOW, part.size());
      long sum = 0;
      for (int i = 0; i < sample; i++) {
        int id = (int) ((long) part.size() * i / sample);
        sum += reader.read(id) instanceof Picture picture ? record(picture).length : 0;
      }
      bytes += sample == 0 ? 0 : sum * part.size() / sample;
    }
    return bytes;
  }

  /**
   * Writes the shards, or what is still missing of them after an earlier run was stopped.
   *
   * @param progress is told how many examples are done, now and then
   * @return the examples that could not be read; they stay in the index without pixels
   */
  public List<Unreadable> write(Path folder, IntConsumer progress) throws IOException {
    List<Unreadable> unreadable = new ArrayList<>();
    Map<String, Dataset> parts = parts();
    try (ShardWriter writer = ShardWriter.open(folder, SHARD_BYTES)) {
      int before = 0;
      for (Dataset part : parts.values()) {
        int from = Math.min(part.size(), Math.max(0, writer.size() - before));
        PictureReader reader = new PictureReader(part, withoutKeeping());
        for (int id = from; id < part.size(); id += WINDOW) {
          int end = Math.min(part.size(), id + WINDOW);
          for (Made made : records(reader, id, end)) {
            writer.add(made.bytes);
            unreadable.addAll(made.failure);
          }
          progress.accept(writer.size());
        }
        before += part.size();
      }
      writer.finish(parts);
    }
    return unreadable;
  }

  private record Made(byte[] bytes, List<Unreadable> failure) {}

  /** The records of some examples, made on all cores, in order. */
  private List<Made> records(PictureReader reader, int from, int end) {
    return IntStream.range(from, end)
        .parallel()
        .mapToObj(
            id -> {
              Loaded loaded = reader.read(id);
              try {
                return loaded instanceof Picture picture
                    ? new Made(record(picture), List.of())
                    : new Made(new byte[0], List.of((Unreadable) loaded));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private byte[] record(Picture picture) throws IOException {
    Picture resized = resized(picture);
    return jpegQuality == 0 ? RawPicture.encode(resized) : JpegPicture.encode(resized, jpegQuality);
  }

  private Picture resized(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    if (shorterSide == 0 || Math.min(width, height) <= shorterSide) {
      return picture;
    }
    return Resampler.resize(
        picture,
        new Box(0, 0, width, height),
        Geometry.resizedSide(width, height, shorterSide),
        Geometry.resizedSide(height, width, shorterSide),
        Filter.BILINEAR);
  }

  private DecodeSettings withoutKeeping() {
    return new DecodeSettings(decode.maxPixels(), decode.exifRotation(), 0);
  }

  private Map<String, Dataset> parts() {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put("train", splits.train());
    parts.put("test", splits.test());
    parts.putAll(new TreeMap<>(splits.others()));
    return parts;
  }
}
