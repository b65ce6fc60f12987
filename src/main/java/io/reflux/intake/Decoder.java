package io.reflux.intake;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
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
    return decode(bytes, wanted, () -> {});
  }

  /**
   * The same.
   *
   * @param clipped is run if gray of 16 bits lost differences to white
   */
  Cutout decode(ByteBuffer bytes, Wanted wanted, Runnable clipped) throws IOException {
    if (!bytes.hasRemaining()) {
      throw new UndecodableException("the file is empty");
    }
    if (RawPicture.is(bytes)) {
      return RawPicture.decode(bytes, wanted);
    }
    byte[] file = array(bytes);
    Format format = Format.of(file);
    DeepGrays grays = new DeepGrays(settings.sixteenBit());
    try {
      boolean turned = settings.exifRotation();
      Cutout cutout = decode(file, format, turned ? Wanted.WHOLE : wanted, grays);
      if (grays.clipped()) {
        clipped.run();
      }
      return turned ? Cutout.whole(ExifOrientation.of(file).upright(cutout.picture())) : cutout;
    } catch (UndecodableException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "damaged " + format.name().toLowerCase(Locale.ROOT) + " file: " + reason(e), e);
    }
  }

  /** The decoders of the JDK tell of some damage by an exception's name alone. */
  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private Cutout decode(byte[] file, Format format, Wanted wanted, DeepGrays grays)
      throws IOException {
    return switch (format) {
      case JPEG -> jpeg(file, wanted);
      case PNM -> pnm(file, wanted, grays);
      case GIF -> Cutout.whole(gif(file, grays));
      case WEBP -> Cutout.whole(webp(file, grays));
      case TIFF -> Cutout.whole(tiff(file, grays));
      // The JDK makes an alpha channel of a transparent gray.
      case PNG ->
          Cutout.whole(RasterColors.toRgb(raster(file, format), file[PNG_COLOUR_TYPE] == 0, grays));
      case BMP -> Cutout.whole(RasterColors.toRgb(raster(file, format), grays));
    };
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

  private Cutout pnm(byte[] file, Wanted wanted, DeepGrays grays) throws IOException {
    PnmHeader header = PnmHeader.of(file);
    check(header.width(), header.height());
    return new PnmPicture(file, header, grays).decode(wanted);
  }

  private Picture gif(byte[] file, DeepGrays grays) throws IOException {
    Canvas canvas = GifFrame.canvas(file);
    check(canvas.width(), canvas.height());
    BufferedImage image = raster(file, Format.GIF);
    return canvas.with(RasterColors.toRgb(image, grays), RasterColors.background(image));
  }

  private Picture tiff(byte[] file, DeepGrays grays) throws IOException {
    return TiffColors.toRgb(raster(file, Format.TIFF), new TiffTags(ByteBuffer.wrap(file)), grays);
  }

  private Picture webp(byte[] file, DeepGrays grays) throws IOException {
    try {
      if (!WebpFrame.isIn(file)) {
        return RasterColors.toRgb(raster(file, Format.WEBP), grays);
      }
      WebpFrame first = WebpFrame.first(file);
      check(first.canvas().width(), first.canvas().height());
      BufferedImage image = raster(first.file(), Format.WEBP);
      return first.canvas().with(RasterColors.toRgb(image, grays), new byte[Picture.CHANNELS]);
    } catch (OutOfMemoryError e) {
      // The binding's answer to a file that libwebp takes the header of, but not the pixels.
      throw new IOException("libwebp cannot decode its pixels", e);
    } catch (LinkageError e) {
      throw new UndecodableException(
          "no libwebp for this platform (expected: Linux, macOS, Windows)", e);
    }
  }

  private BufferedImage raster(byte[] file, Format format) throws IOException {
    ImageReader reader = reader(format.imageIoName(), file);
    try {
      check(reader.getWidth(0), reader.getHeight(0));
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private void check(int width, int height) throws UndecodableException {
    long pixels = (long) width * height;
    if (pixels > settings.maxPixels()) {
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
