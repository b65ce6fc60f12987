package io.reflux.report;

/** A form in which a trained model leaves. */
public enum ExportFormat {
  /** A TorchScript archive: pixels in, embedding out. */
  TORCHSCRIPT("torchscript", ".pt"),
  /** The weights alone, by the network's keys. */
  SAFETENSORS("safetensors", ".safetensors"),
  /** A folder that DJL loads as a model: the archive, and what DJL has to know. */
  DJL("djl", "-djl");

  private final String word;
  private final String ending;

  ExportFormat(String word, String ending) {
    this.word = word;
    this.ending = ending;
  }

  /** The name on the command line. */
  public String word() {
    return word;
  }

  /** What a file or folder of this format ends with. */
  String ending() {
    return ending;
  }
}
