package io.reflux.intake;

import io.reflux.dataset.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and decodes the examples of one split, and keeps the first decoded pictures in memory as
 * long as they fit: a small dataset is decoded once. Nothing is ever dropped for something newer,
 * since an epoch visits all examples and the newest is the last to be needed again. Safe for many
 * threads.
 */
public final class PictureReader {
  private static final Logger LOG = LoggerFactory.getLogger(PictureReader.class);

  private final Dataset dataset;
  private final Storage storage;
  private final Decoder decoder;
  private final long keptBytesAllowed;
  private final AtomicInteger clipped = new AtomicInteger();
  private final AtomicLong tries = new AtomicLong();
  private final AtomicLong keptBytes = new AtomicLong();
  private final AtomicReferenceArray<@Nullable Picture> kept;

  /** A reader of a split that gives up at the first fault of the storage. */
  public PictureReader(Dataset dataset, DecodeSettings settings) {
    this(dataset, settings, Storage.WITHOUT_PATIENCE);
  }

  /** A reader of a split that waits for its storage. */
  public PictureReader(Dataset dataset, DecodeSettings settings, Storage storage) {
    this.dataset = dataset;
    this.storage = storage;
    this.decoder = new Decoder(settings);
    this.keptBytesAllowed = settings.keptBytes();
    this.kept = new AtomicReferenceArray<>(keptBytesAllowed > 0 ? dataset.size() : 0);
  }

  /** The split. */
  public Dataset dataset() {
    return dataset;
  }

  /** How many bytes of decoded pictures are kept now. */
  public long keptBytes() {
    return keptBytes.get();
  }

  /** How often a picture of 16-bit gray lost what was beyond 255 when it was decoded. */
  public int clippedPictures() {
    return clipped.get();
  }

  /** The picture of an example, or why there is none; fails as {@link #read(int, Wanted)}. */
  public Loaded read(int id) {
    Loaded loaded = read(id, Wanted.WHOLE);
    return loaded.part().<Loaded>map(Cutout::picture).orElse(loaded);
  }

  /**
   * A {@link Cutout} with what is wanted of an example's picture, or why there is none. As long as
   * pictures are kept, they are decoded whole.
   *
   * @throws StorageException if its bytes can't be read although that was tried patiently; an image
   *     is unreadable only by what its bytes are
   */
  public Loaded read(int id, Wanted wanted) {
    Picture before = kept.length() > 0 ? kept.get(id) : null;
    if (before != null) {
      return Cutout.whole(before);
    }
    boolean keeps = kept.length() > 0 && keptBytes.get() < keptBytesAllowed;
    try {
      byte[] file = storage.read(dataset.location(id), () -> dataset.read(id));
      RegionReading part = new RegionReading(dataset.region(id), keeps ? Wanted.WHOLE : wanted);
      Cutout decoded = part.of(decoder.decode(ByteBuffer.wrap(file), part, () -> noteClipped(id)));
      if (keeps) {
        keep(id, decoded.picture());
      }
      return decoded;
    } catch (IOException e) {
      return new Unreadable(id, dataset.name(id), reason(e));
    } finally {
      tell();
    }
  }

  private void noteClipped(int id) {
    if (clipped.getAndIncrement() == 0) {
      LOG.warn(
          "{}: gray of 16 bits beyond 255 becomes white (decode.sixteen-bit = scale would keep it)",
          dataset.location(id));
    }
  }

  private void tell() {
    if (tries.incrementAndGet() == dataset.size() && clipped.get() > 0) {
      LOG.warn(
          "{} of the first {} pictures were gray of 16 bits of which all beyond 255 became white",
          clipped,
          dataset.size());
    }
  }

  private void keep(int id, Picture picture) {
    int bytes = picture.rgb().length;
    if (keptBytes.addAndGet(bytes) > keptBytesAllowed || !kept.compareAndSet(id, null, picture)) {
      keptBytes.addAndGet(-bytes);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
