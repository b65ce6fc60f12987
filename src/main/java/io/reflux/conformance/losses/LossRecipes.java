package io.reflux.conformance.losses;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenCase;
import io.reflux.engine.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which entries of the catalogue an operation of the golden cases is held against. */
final class LossRecipes {
  private static final String VARIANT = "variant";
  private static final String ORIGINAL = "original";
  private static final String CLASSES = "n_classes";
  private static final Map<String, List<LossRecipe>> RECIPES = new LinkedHashMap<>();

  static {
    transfer();
    byProxies();
    byClassifier();
    byPairs();
    byTuples();
    selfSupervised();
  }

  private LossRecipes() {}

  private static void transfer() {
    add("relaxed-contrastive", LossRecipe.of("relaxed-contrastive"));
    add(
        "relaxed-multi-similarity",
        LossRecipe.of("relaxed-multi-similarity")
            .renaming("scale_pos", "positive-scale")
            .renaming("scale_neg", "negative-scale")
            .without("two_view"));
    add("rkd-distance", LossRecipe.of("rkd-distance"));
    add("rkd-angle", LossRecipe.of("rkd-angle"));
    add("rkd", LossRecipe.of("rkd"));
    add("pkt", LossRecipe.of("pkt"));
    add("dark-rank", LossRecipe.of("dark-rank").renaming("permute_len", "permute-length"));
    add("fitnet", onMap("fitnet").placing("transform_weight", "parameter.transform.map"));
    add("attention-transfer", onMap("attention-transfer"));
    add("simreg-loss", LossRecipe.of("normalized-regression").without("mse_nonorm"));
  }

  private static LossRecipe onMap(String type) {
    return LossRecipe.of(type)
        .with("outputs", List.of("map"))
        .placing("student_features", "student.map")
        .placing("teacher_features", "teacher.map");
  }

  private static void byProxies() {
    add("proxy-anchor", LossRecipe.of("proxy-anchor").without(CLASSES));
    add(
        "proxynca",
        LossRecipe.of("proxy-nca").without(CLASSES).reading("scale", LossRecipes::squared));
    add(
        "pml-proxy-nca",
        LossRecipe.of("proxy-nca")
            .without(CLASSES)
            .renaming("softmax_scale", "scale")
            .with(VARIANT, ORIGINAL));
    add(
        "oproxy",
        LossRecipe.of("oproxy")
            .without(CLASSES)
            .renaming("pos_alpha", "positive-alpha")
            .renaming("pos_delta", "positive-delta")
            .renaming("neg_alpha", "negative-alpha")
            .renaming("neg_delta", "negative-delta"));
  }

  private static void byClassifier() {
    add("softmax", LossRecipe.of("softmax"));
    add(
        "cross-entropy-temperature",
        LossRecipe.of("cross-entropy")
            .placing("classifier_weight", "parameter.classifier.weight")
            .placing("classifier_bias", "parameter.classifier.bias"));
    add(
        "arcface",
        LossRecipe.of("arcface")
            .without(CLASSES)
            .renaming("angular_margin", "margin")
            .renaming("feature_scale", "scale")
            .reading(
                "margin_on_target_only",
                value -> Map.of(VARIANT, value.asBoolean() ? "paper" : ORIGINAL)));
    add(
        "softtriplet",
        LossRecipe.of("soft-triple")
            .without(CLASSES)
            .renaming("n_centroids", "centroids")
            .renaming("margin_delta", "margin")
            .renaming("reg_weight", "regularization")
            .with(VARIANT, ORIGINAL));
  }

  private static Map<String, Object> squared(JsonNode scale) {
    return Map.of("scale", scale.asDouble() * scale.asDouble());
  }

  private static void byPairs() {
    add("multisimilarity", multiSimilarity());
    add(
        "pml-multi-similarity",
        LossRecipe.of("multi-similarity")
            .renaming("scale_pos", "positive-weight")
            .renaming("scale_neg", "negative-weight")
            .renaming("thresh", "threshold")
            .renaming("epsilon", "margin"));
    add(
        "pml-contrastive",
        LossRecipe.of("pair-contrastive")
            .renaming("pos_margin", "positive-margin")
            .renaming("neg_margin", "negative-margin"));
    add("pml-triplet-margin", LossRecipe.of("triplet-margin"));
    add(
        "pml-n-pairs",
        LossRecipe.of("n-pairs").without("l2_reg_weight").without("normalize_embeddings"));
    LossRecipe histogram = LossRecipe.of("histogram").renaming("nbins", "bins");
    add(
        "histogram",
        histogram.with(VARIANT, ORIGINAL),
        histogram.expecting("loss_without_quirk", "gradients_without_quirk"));
    add("lifted", LossRecipe.of("lifted").renaming("neg_margin", "negative-margin"));
  }

  /** Multi-similarity as S2SD has it. */
  static LossRecipe multiSimilarity() {
    return LossRecipe.of("multi-similarity")
        .renaming("pos_weight", "positive-weight")
        .renaming("neg_weight", "negative-weight")
        .renaming("thresh", "threshold")
        .with(VARIANT, ORIGINAL);
  }

  /** The margin loss as S2SD and DiVA have it. */
  static LossRecipe margin() {
    return LossRecipe.of("margin")
        .without(CLASSES)
        .reading(
            "beta_constant", value -> Map.of("betas", value.asBoolean() ? "constant" : "per-class"))
        .with(VARIANT, ORIGINAL);
  }

  private static void byTuples() {
    add(
        "contrastive",
        LossRecipe.of("contrastive")
            .renaming("pos_margin", "positive-margin")
            .renaming("neg_margin", "negative-margin"));
    add("triplet", LossRecipe.of("triplet"));
    add("shared-triplet", LossRecipe.of("triplet"));
    add("margin", margin());
    add("shared-margin", margin());
    add("stacked-self-distill", margin());
    add(
        "quadruplet",
        LossRecipe.of("quadruplet")
            .renaming("margin_alpha_1", "margin-1")
            .renaming("margin_alpha_2", "margin-2")
            .with(VARIANT, ORIGINAL));
    add(
        "snr",
        LossRecipe.of("snr")
            .renaming("reg_lambda", "regularization")
            .reading(
                "miner",
                value ->
                    value.asText().equals("distance") ? Map.of("regularization", 0) : Map.of()));
    add("npair", LossRecipe.of("n-pair").renaming("divide_batch_by", "divide-by"));
    add("angular", LossRecipe.of("angular"));
  }

  private static void selfSupervised() {
    add("moco", LossRecipe.of("moco"));
    add("fast-moco", fastMoco());
    add(
        "invariant-spread",
        LossRecipe.of("invariant-spread")
            .placing("head_1", "student.embedding")
            .placing("head_2", "student.embedding"));
    add("dc", LossRecipe.of("deep-clustering").renaming("n_clusters", "clusters"));
    add("imrot", LossRecipe.of("image-rotation"));
    add("adversarial-separation", separation());
  }

  /** The momentum contrast of a DiVA step, by the original's name of it. */
  static LossRecipe contrast(String method) {
    return switch (method) {
      case "moco" ->
          LossRecipe.of("moco")
              .without("method")
              .without("lower_cutoff")
              .without("upper_cutoff")
              .without("diva_fixed");
      case "fast_moco", "fast-moco" -> fastMoco().without("method");
      default ->
          throw new IllegalArgumentException(
              "params.ssl.method: " + method + " (expected: moco or fast_moco)");
    };
  }

  /** Momentum contrast with weighed negatives, as DiVA has it. */
  private static LossRecipe fastMoco() {
    return LossRecipe.of("fast-moco")
        .reading("diva_fixed", v -> Map.of(VARIANT, v.asBoolean() ? "paper" : ORIGINAL));
  }

  /** Adversarial separation as S2SD and DiVA have it. */
  static LossRecipe separation() {
    return LossRecipe.of("adversarial-separation")
        .renaming("hidden_dim", "hidden")
        .with(VARIANT, ORIGINAL);
  }

  /** Runs a case by every recipe of its operation and answers what differs. */
  static List<String> differences(GoldenCase golden, Device device, DataType type) {
    List<LossRecipe> recipes = RECIPES.get(golden.op());
    if (recipes == null) {
      return List.of("operation " + golden.op() + " (expected: one that this version knows)");
    }
    List<String> differences = new ArrayList<>();
    int ran = 0;
    for (LossRecipe recipe : recipes) {
      if (recipe.appliesTo(golden)) {
        ran++;
        differences.addAll(new LossCheck(golden, recipe, device, type).differences());
      }
    }
    return ran > 0 ? differences : List.of("expected.loss: missing (expected: a number)");
  }

  private static void add(String operation, LossRecipe... recipes) {
    RECIPES.put(operation, List.of(recipes));
  }
}
