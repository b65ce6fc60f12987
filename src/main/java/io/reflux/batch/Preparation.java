package io.reflux.batch;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DistinctExamples;
import io.reflux.dataset.ShardWriter;
import io.reflux.dataset.Splits;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.JpegPicture;
import io.reflux.intake.Loaded;
import io.reflux.intake.Picture;
import io.reflux.intake.PictureReader;
import io.reflux.intake.RawPicture;
import io.reflux.intake.SixteenBit;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Decodes a dataset once and writes it into shards, which a pipeline names as {@code type =
 * prepared}. With {@code shorterSide} 0 and raw records training sees the very same pixels; a
 * larger picture than asked for is resized so that its shorter side has that length.
 */
public final class Preparation {
  private static final int WINDOW = 64;
  private static final int SAMPLE = 128;
  private static final long SHARD_BYTES = 256L << 20;
  private static final String BEFORE = "it could not be read before this was stopped";

  private final DistinctExamples examples;
  private final List<PictureReader> readers;
  private final DecodeSettings decode;
  private final int shorterSide;
  private final float jpegQuality;

  /**
   * What is to be prepared; nothing is read yet.
   *
   * @param splits every part, one after the other
   * @param decode how images are decoded
   * @param shorterSide the length of the shorter side, in pixels; 0 keeps sizes as they are
   * @param jpegQuality 0 for raw pixels, else JPEG of this quality, up to 1
   */
  public Preparation(Splits splits, DecodeSettings decode, int shorterSide, float jpegQuality) {
    this.examples = new DistinctExamples(parts(splits));
    this.decode =
        new DecodeSettings(decode.maxPixels(), decode.exifRotation(), decode.sixteenBit(), 0);
    this.readers =
        examples.parts().stream().map(part -> new PictureReader(part, this.decode)).toList();
    this.shorterSide = shorterSide;
    this.jpegQuality = jpegQuality;
  }

  /** How many images all parts have together; one that is in several counts once. */
  public int size() {
    return examples.size();
  }

  /** About how many bytes the shards will have, by a sample of the examples. */
  public long estimatedBytes() throws IOException {
    int sample = Math.min(SAMPLE, size());
    long sum = 0;
    for (int i = 0; i < sample; i++) {
      Optional<Cutout> part = read((int) ((long) size() * i / sample)).part();
      sum += part.isPresent() ? record(part.get().picture()).length : 0;
    }
    return sample == 0 ? 0 : sum * size() / sample;
  }

  /**
   * Whether an earlier run has written all of this into a folder.
   *
   * @throws IOException if it holds another preparation
   */
  public boolean isIn(Path folder) throws IOException {
    return ShardWriter.isFinished(folder, described());
  }

  /**
   * Writes the shards, or what is still missing of them after an earlier run was stopped.
   *
   * @param progress is told how many examples are done, now and then
   * @return the examples that could not be read; they stay in the index without pixels
   * @throws IOException if the folder holds something else or cannot be written; what is written
   *     stays
   */
  public List<Unreadable> write(Path folder, IntConsumer progress) throws IOException {
    List<Unreadable> unreadable = new ArrayList<>();
    try (ShardWriter writer = ShardWriter.open(folder, SHARD_BYTES, described())) {
      for (int number = 0; number < writer.size(); number++) {
        if (writer.isEmpty(number)) {
          unreadable.add(new Unreadable(examples.id(number), examples.name(number), BEFORE));
        }
      }
      progress.accept(writer.size());
      while (writer.size() < size()) {
        int from = writer.size();
        for (Made made : records(from, Math.min(size(), from + WINDOW))) {
          add(made.bytes, writer, folder);
          unreadable.addAll(made.failure);
        }
        progress.accept(writer.size());
      }
      writer.finish(examples);
    }
    return unreadable;
  }

  private static void add(byte[] record, ShardWriter writer, Path folder) throws IOException {
    try {
      writer.add(record);
    } catch (IOException e) {
      throw new IOException(
          folder
              + ": "
              + e.getMessage()
              + " after "
              + writer.size()
              + " images (the same command goes on from there)",
          e);
    }
  }

  private String described() {
    return examples.digest()
        + (shorterSide == 0 ? ", as large as they are" : ", shorter side " + shorterSide)
        + (jpegQuality == 0 ? ", raw" : ", JPEG " + jpegQuality)
        + (decode.exifRotation() ? ", upright by EXIF" : "")
        + (decode.sixteenBit() == SixteenBit.SCALE ? ", gray of 16 bits scaled" : "");
  }

  private Loaded read(int number) {
    return readers.get(examples.part(number)).read(examples.id(number));
  }

  private record Made(byte[] bytes, List<Unreadable> failure) {}

  /** The records of some examples, made on all cores, in order. */
  private List<Made> records(int from, int end) {
    return IntStream.range(from, end)
        .parallel()
        .mapToObj(
            number -> {
              Loaded loaded = read(number);
              try {
                Optional<Cutout> part = loaded.part();
                byte[] record = part.isPresent() ? record(part.get().picture()) : new byte[0];
                return new Made(record, loaded.problem().stream().toList());
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

  private static Map<String, Dataset> parts(Splits splits) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put("train", splits.train());
    parts.put("test", splits.test());
    parts.putAll(new TreeMap<>(splits.others()));
    return parts;
  }
}
