package io.reflux.intake;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes image files to 8-bit RGB as PIL's {@code convert("RGB")} does: gray is replicated, alpha
 * is dropped, palettes are looked up, CMYK is converted without a profile; of a GIF the first frame
 * is taken, on its screen. The kind of a file is told by its first bytes, not by its name.
 */
public final class Decoder {
  /** Where a PNG says what its samples are: 0 is gray without alpha. */
  private static final int PNG_COLOUR_TYPE = 25;

  private final DecodeSettings settings;

  /** A decoder; safe for many threads. */
  public Decoder(DecodeSettings settings) {
    this.settings = settings;
  }

  /**
   * Decodes the bytes of a file.
   *
   * @throws IOException if it is no image, damaged, or too large; the message is the reason
   */
  public Picture decode(byte[] file) throws IOException {
    return decode(ByteBuffer.wrap(file), Wanted.WHOLE).picture();
  }

  /**
   * Decodes the bytes of a file, as far as is wanted: what is decoded is the same to the bit as if
   * all of it were.
   *
   * @param bytes from position 0 to the limit
   * @param wanted what is needed; more may be decoded
   * @throws IOException if it is no image, damaged, or too large; the message is the reason
   */
  public Cutout decode(ByteBuffer bytes, Wanted wanted) throws IOException {
    if (!bytes.hasRemaining()) {
      throw new UndecodableException("the file is empty");
    }
    if (RawPicture.is(bytes)) {
      return RawPicture.decode(bytes, wanted);
    }
    byte[] file = array(bytes);
    Format format = Format.of(file);
    try {
      if (settings.exifRotation()) {
        Picture picture =
            format == Format.JPEG ? jpeg(file, Wanted.WHOLE).picture() : other(file, format);
        return Cutout.whole(ExifOrientation.of(file).upright(picture));
      }
      return format == Format.JPEG ? jpeg(file, wanted) : Cutout.whole(other(file, format));
    } catch (UndecodableException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "damaged " + format.name().toLowerCase(Locale.ROOT) + " file: " + e.getMessage(), e);
    }
  }

  private static byte[] array(ByteBuffer bytes) {
    boolean whole = bytes.hasArray() && bytes.arrayOffset() == 0;
    if (whole && bytes.array().length == bytes.remaining()) {
      return bytes.array();
    }
    byte[] file = new byte[bytes.remaining()];
    bytes.get(0, file);
    return file;
  }

  private Cutout jpeg(byte[] file, Wanted wanted) throws IOException {
    ImageReader reader = reader("jpeg", file);
    try {
      check(reader.getWidth(0), reader.getHeight(0));
      JpegMarkers markers = JpegMarkers.of(file);
      if (!markers.ends()) {
        // The JDK would fill the rest with gray; PIL refuses too.
        throw new UndecodableException("the file is truncated");
      }
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      Box box = wanted.of(width, height);
      ImageReadParam part = reader.getDefaultReadParam();
      part.setSourceRegion(new Rectangle(box.left(), box.top(), box.width(), box.height()));
      Picture picture = JpegColors.toRgb(reader.readRaster(0, part), markers);
      return new Cutout(picture, box.left(), box.top(), width, height);
    } finally {
      reader.dispose();
    }
  }

  private Picture other(byte[] file, Format format) throws IOException {
    ImageReader reader = reader(format.imageIoName(), file);
    try {
      check(reader.getWidth(0), reader.getHeight(0));
      return switch (format) {
        case TIFF -> TiffColors.toRgb(reader.read(0), new TiffTags(ByteBuffer.wrap(file)));
        case GIF -> gif(reader, GifScreen.of(file));
        // The JDK makes an alpha channel of a transparent gray.
        case PNG -> RasterColors.toRgb(reader.read(0), file[PNG_COLOUR_TYPE] == 0);
        default -> RasterColors.toRgb(reader.read(0));
      };
    } finally {
      reader.dispose();
    }
  }

  private Picture gif(ImageReader reader, GifScreen screen) throws IOException {
    check(screen.width(), screen.height());
    return screen.around(reader.read(0));
  }

  private void check(int width, int height) throws IOException {
    if ((long) width * height > settings.maxPixels()) {
      throw new UndecodableException(
          width + "×" + height + " pixels (expected: at most " + settings.maxPixels() + " pixels)");
    }
  }

  private static ImageReader reader(String format, byte[] file) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw new UndecodableException("no reader for " + format + " files");
    }
    ImageReader reader = readers.next();
    reader.setInput(new ByteArrayInput(file), true, true);
    return reader;
  }
}
