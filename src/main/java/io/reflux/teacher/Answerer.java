package io.reflux.teacher;

import io.reflux.setting.Amount;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that can change a teacher's answer about the same pixels. How many lanes there are can't, so
 * it isn't here.
 *
 * @param program the digest of its program and weights; what it computes in is part of the program
 * @param images how many it looks at in one pass: kernels are chosen by that
 * @param devices on what it computes, in which arithmetic: kinds, names of GPUs, TF32
 * @param threads of each lane, if it computes on a processor; else 1. Some products of few rows are
 *     added up in as many parts
 * @param library libtorch's version
 * @param version Reflux's own, which decodes and cuts
 */
public record Answerer(
    String program, int images, Set<String> devices, int threads, String library, String version) {

  /** Copies the devices. */
  public Answerer {
    devices = Set.copyOf(devices);
  }

  /** The same text in every JVM. */
  public String text() {
    String where = String.join(", ", new TreeSet<>(devices));
    return "%s by %d on %s%s, libtorch %s, Reflux %s"
        .formatted(
            program,
            images,
            where,
            threads == 1 ? "" : " with " + Amount.of(threads, "thread"),
            library,
            version);
  }
}
