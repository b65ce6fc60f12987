package io.reflux.intake;

/** The kinds of image files, told by their first bytes. */
enum Format {
  JPEG("jpeg"),
  PNG("png"),
  GIF("gif"),
  BMP("bmp"),
  TIFF("tiff"),
  WEBP("webp"),
  PNM("pnm");

  private final String imageIoName;

  Format(String imageIoName) {
    this.imageIoName = imageIoName;
  }

  /** What ImageIO calls the kind. */
  String imageIoName() {
    return imageIoName;
  }

  /** The kind of a file. */
  static Format of(byte[] file) throws UndecodableException {
    if (begins(file, 0xFF, 0xD8, 0xFF)) {
      return JPEG;
    }
    if (begins(file, 0x89, 'P', 'N', 'G')) {
      return PNG;
    }
    if (begins(file, 'G', 'I', 'F', '8')) {
      return GIF;
    }
    if (begins(file, 'B', 'M')) {
      return BMP;
    }
    if (begins(file, 'I', 'I', 42, 0) || begins(file, 'M', 'M', 0, 42)) {
      return TIFF;
    }
    if (begins(file, 'R', 'I', 'F', 'F') && letters(file, 8, 'W', 'E', 'B', 'P')) {
      return WEBP;
    }
    if (PnmHeader.is(file)) {
      return PNM;
    }
    throw new UndecodableException(
        "not an image by its first bytes (expected: JPEG, PNG, GIF, BMP, TIFF, WebP or PNM)");
  }

  private static boolean begins(byte[] file, int... magic) {
    return letters(file, 0, magic);
  }

  private static boolean letters(byte[] file, int at, int... magic) {
    if (file.length < at + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((file[at + i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
