package io.reflux.conformance.trajectories;

import java.util.function.Predicate;

/** Our names of what golden trajectories name. */
final class TrajectoryNames {
  /** Before the names of a method's own parameters in an optimizer. */
  private static final String METHOD = "method.";

  private TrajectoryNames() {}

  /** The key of a network's tensor. */
  static String key(String golden) {
    return golden.startsWith("encoder_q.") ? golden.substring("encoder_q.".length()) : golden;
  }

  /** A tensor of the method: a trainable, or a memory. */
  static String tensor(String golden, boolean several) {
    if (golden.equals("proxies")) {
      return several ? "proxy_anchor.proxies" : golden;
    }
    if (golden.startsWith("fitnet.")) {
      int stage = Character.digit(golden.charAt("fitnet.".length()), 10);
      return "distillation.transform.map" + (stage + 1);
    }
    if (golden.startsWith("memory_queue")) {
      return "selfsimilarity.queue";
    }
    if (golden.startsWith("memory_")) {
      return "distillation." + golden.substring("memory_".length());
    }
    if (golden.startsWith("embed_")) {
      return "distillation." + golden.replace('_', '-');
    }
    if (golden.startsWith("beta.")) {
      return golden.substring("beta.".length()) + ".beta";
    }
    return golden
        .replace("target_nets.", "target-nets.")
        .replace("separation.", "separation.regressors.");
  }

  /** A parameter group. */
  static String group(String golden) {
    if (golden.startsWith("fitnet.")) {
      return "transform";
    }
    if (golden.startsWith("beta.")) {
      return "beta";
    }
    return switch (golden) {
      case "proxies" -> "proxies";
      case "model.embedding" -> "embedding";
      case "embed_student", "embed_teacher", "target_nets" -> golden.replace('_', '-');
      case "separation" -> "regressors";
      default -> "network";
    };
  }

  /** The parameters of a golden group, by our names in an optimizer. */
  static Predicate<String> members(String golden, boolean several) {
    String own = METHOD + tensor(golden, several);
    return switch (golden) {
      case "student", "network" -> name -> !name.startsWith(METHOD);
      case "model.embedding" -> name -> name.startsWith(golden);
      case "all of the network but model.embedding" ->
          name -> !name.startsWith(METHOD) && !name.startsWith("model.embedding");
      case "separation" -> name -> name.startsWith(METHOD + "separation.");
      case "target_nets" -> name -> name.startsWith(METHOD + "target-nets.");
      default -> name -> name.startsWith(own);
    };
  }
}
