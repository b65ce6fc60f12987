package io.reflux.intake;

import io.reflux.setting.Section;

/** What becomes of gray of 16 bits, as microscopes and X-ray machines write it. */
public enum SixteenBit {
  /** All beyond 255 is white, as PIL's {@code convert("RGB")} has it: made for few counts. */
  CLIP,
  /** The high byte stays, as of colours of 16 bits. */
  SCALE;

  static SixteenBit read(Section section) {
    return section.oneOf("sixteen-bit", SixteenBit.class);
  }
}
