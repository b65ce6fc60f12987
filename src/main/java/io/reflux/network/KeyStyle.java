package io.reflux.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whose names a network's tensors have. */
enum KeyStyle {
  /** The backbone's own names, as torchvision's; the embedding layer is {@code embedding}. */
  PLAIN("plain", ""),
  /** The backbone's own names; the embedding layer takes the classifier's place and name. */
  TORCHVISION("torchvision", ""),
  /** Of the LabelRelaxation repository, which carries the unused classifier along. */
  LABEL_RELAXATION("label-relaxation", "model."),
  /** Of the S2SD and DiVA repositories, which list some tensors under two names. */
  S2SD("s2sd", "model."),
  /** Of the SimReg repository: the embedding layer is {@code fc}, whatever the backbone. */
  SIMREG("simreg", "");

  private final String text;
  private final String prefix;

  KeyStyle(String text, String prefix) {
    this.text = text;
    this.prefix = prefix;
  }

  static Map<String, KeyStyle> names() {
    Map<String, KeyStyle> names = new LinkedHashMap<>();
    for (KeyStyle each : values()) {
      names.put(each.text, each);
    }
    return Collections.unmodifiableMap(names);
  }

  /** What stands before all names. */
  String prefix() {
    return prefix;
  }

  /** The name of the embedding layer, after the prefix. */
  String embedding(Backbone backbone) {
    return switch (this) {
      case PLAIN, LABEL_RELAXATION -> "embedding";
      case TORCHVISION -> backbone.classifier();
      case S2SD -> backbone.embeddingInS2sd();
      case SIMREG -> "fc";
    };
  }

  /** True if the original carries the unused 1000-way classifier along. */
  boolean carriesClassifier() {
    return this == LABEL_RELAXATION;
  }
}
