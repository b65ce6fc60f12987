package io.reflux.view;

import io.reflux.intake.Picture;

/**
 * One of the operations that RandAugment, TrivialAugment and AugMix choose from, with PIL's
 * arithmetic. What geometry leaves free is black.
 */
public enum Alteration {
  IDENTITY(false) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return picture;
    }
  },
  SHEAR_X(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Affine.shearX(magnitude).of(picture);
    }
  },
  SHEAR_Y(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Affine.shearY(magnitude).of(picture);
    }
  },
  TRANSLATE_X(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Affine.moved((int) magnitude, 0).of(picture);
    }
  },
  TRANSLATE_Y(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Affine.moved(0, (int) magnitude).of(picture);
    }
  },
  ROTATE(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return magnitude % QUARTER == 0 && picture.width() == picture.height()
          ? Rotation.turned(picture, (int) (magnitude / QUARTER))
          : Affine.turned(magnitude, picture.width(), picture.height()).of(picture);
    }
  },
  BRIGHTNESS(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Colors.brightness(picture, (float) (1 + magnitude));
    }
  },
  COLOR(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Colors.saturation(picture, (float) (1 + magnitude));
    }
  },
  CONTRAST(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Colors.contrast(picture, (float) (1 + magnitude));
    }
  },
  SHARPNESS(true) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Sharpness.changed(picture, (float) (1 + magnitude));
    }
  },
  POSTERIZE(false) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Tones.posterized(picture, (int) magnitude);
    }
  },
  SOLARIZE(false) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Tones.solarized(picture, magnitude);
    }
  },
  AUTO_CONTRAST(false) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Tones.stretched(picture);
    }
  },
  EQUALIZE(false) {
    @Override
    public Picture of(Picture picture, double magnitude) {
      return Tones.equalized(picture);
    }
  };

  private static final int QUARTER = 90;

  private final boolean signed;

  Alteration(boolean signed) {
    this.signed = signed;
  }

  /** True if it goes both ways, and chance says which. */
  boolean signed() {
    return signed;
  }

  /**
   * The altered picture; the given one is left as it is.
   *
   * @param magnitude a slope, whole pixels, degrees counter-clockwise, what is added to a factor of
   *     1, how many bits stay, or a threshold; some look at none
   */
  public abstract Picture of(Picture picture, double magnitude);
}
