package io.reflux.intake;

import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Map;

/**
 * How images are decoded.
 *
 * @param maxPixels an image of more is refused by its header, before memory is taken for it
 * @param exifRotation whether pixels are turned upright as a camera's EXIF orientation says; the
 *     source papers' code ignores it
 * @param sixteenBit what becomes of gray of 16 bits
 * @param keptBytes how many bytes of decoded pictures a {@link PictureReader} keeps in memory
 */
public record DecodeSettings(
    long maxPixels, boolean exifRotation, SixteenBit sixteenBit, long keptBytes) {

  /** With gray of 16 bits as PIL has it. */
  public DecodeSettings(long maxPixels, boolean exifRotation, long keptBytes) {
    this(maxPixels, exifRotation, SixteenBit.CLIP, keptBytes);
  }

  /** Reads a section; its defaults stand under {@code reflux.intake.decode}. */
  public static DecodeSettings read(Section section) {
    Section own = section.withDefaults(Defaults.of("intake.decode"));
    DecodeSettings settings =
        new DecodeSettings(
            own.wholeLong("max-pixels", Range.POSITIVE),
            own.flag("exif-rotation"),
            SixteenBit.read(own),
            own.bytes("kept-bytes", Range.NOT_NEGATIVE));
    own.finish();
    return settings;
  }

  /** Those of the settings that a pixel can depend on, by their keys. */
  public Map<String, Object> deciding() {
    return Map.of(
        "max-pixels", maxPixels, "exif-rotation", exifRotation, "sixteen-bit", sixteenBit);
  }
}
