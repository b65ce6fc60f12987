package io.reflux.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The key maps by name: for checkpoints as they are published, and (from {@code simreg-} on) the
 * rules of SimReg's own programs, which go by parts anywhere in a key.
 */
final class KeyMaps {
  private static final KeyMap PARALLEL = KeyMap.SAME.withoutPrefix("module.");
  private static final KeyMap SIMREG_EVALUATED =
      KeyMap.SAME.deleting("module.").droppingAnyWith("fc", "encoder_k").deleting("encoder_q.");

  private static final Map<String, KeyMap> NAMED = named();

  private KeyMaps() {}

  /** Every name and its map, in the order of the documentation. */
  static Map<String, KeyMap> all() {
    return NAMED;
  }

  private static Map<String, KeyMap> named() {
    Map<String, KeyMap> maps = new LinkedHashMap<>();
    maps.put("same", KeyMap.SAME);
    maps.put("torchvision", PARALLEL.ofBackbones("fc.", "classifier.", "aux1.", "aux2."));
    maps.put(
        "timm",
        PARALLEL
            .renaming(key -> key.equals("reg_token") ? "register_tokens" : key)
            .converting(TransformerMaps::timm)
            .ofBackbones("fc.", "head.", "head_dist."));
    maps.put(
        "timm-mobilenet-v2",
        PARALLEL.renaming(TimmMobileNet::torchvision).ofBackbones("classifier."));
    maps.put("timm-mobilenet-v3-small", timm(TimmInvertedResiduals.MOBILENET_V3_SMALL));
    maps.put("timm-mobilenet-v3-large", timm(TimmInvertedResiduals.MOBILENET_V3_LARGE));
    maps.put("timm-efficientnet", timm(TimmInvertedResiduals.EFFICIENTNET));
    maps.put("timm-regnet", PARALLEL.renaming(TimmStages::regNet).ofBackbones("fc."));
    maps.put(
        "timm-convnext",
        PARALLEL
            .renaming(TimmStages::convNext)
            .withDimensions(".layer_scale", 3)
            .ofBackbones("classifier."));
    maps.put(
        "label-relaxation",
        PARALLEL.withoutPrefix("model.").leaving("fc.", "last_linear.", "classifier."));
    maps.put("s2sd", multiHead());
    maps.put("diva", multiHead());
    maps.put(
        "moco-v2",
        PARALLEL
            .droppingPrefixes("encoder_k.", "queue")
            .withoutPrefix("encoder_q.")
            .ofBackbones("fc."));
    maps.put("simclr", PARALLEL.ofBackbones("fc."));
    maps.put(
        "byol",
        PARALLEL
            .droppingPrefixes("encoder_k.", "encoder_t.", "predict_q.", "queue")
            .withoutPrefix("encoder_q.")
            .withoutPrefix("module.")
            .ofBackbones("fc."));
    maps.put(
        "swav", PARALLEL.droppingPrefixes("projection_head.", "prototypes.").ofBackbones("fc."));
    maps.put("bn-inception", KeyMap.SAME.squeezing().ofBackbones("last_linear."));
    TransformerMaps.addTo(maps, PARALLEL);
    maps.put(
        "simreg-student",
        PARALLEL
            .droppingPrefixes("encoder_t.", "predict_q.")
            .withoutPrefix("encoder_q.")
            .withoutPrefix("module."));
    maps.put("simreg-knn", SIMREG_EVALUATED);
    maps.put("simreg-knn-byol", SIMREG_EVALUATED.droppingAnyWith("predict_q", "queue"));
    maps.put(
        "simreg-predict-head",
        SIMREG_EVALUATED
            .renaming(key -> "module." + key)
            .keepingOnlyWith("predict_q")
            .deleting("predict_q."));
    maps.put("simreg-linear", KeyMap.SAME.deleting("module.").deleting("encoder_q."));
    maps.put("simreg-teacher", KeyMap.SAME.deleting("module.encoder_q."));
    return Collections.unmodifiableMap(maps);
  }

  /** timm has MobileNetV3's last hidden layer as a convolution. */
  private static KeyMap timm(TimmInvertedResiduals names) {
    return PARALLEL
        .renaming(names::torchvision)
        .withDimensions("classifier.0.weight", 2)
        .ofBackbones("classifier.");
  }

  /** S2SD and DiVA keep a second name, {@code layer_blocks.*}, for the layers of their trunk. */
  private static KeyMap multiHead() {
    return PARALLEL.droppingPrefixes("layer_blocks.").withoutPrefix("model.");
  }
}
