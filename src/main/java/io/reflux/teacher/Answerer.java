package io.reflux.teacher;

import java.util.Set;
import java.util.TreeSet;

/**
 * All that can change a teacher's answer about the same pixels. How many threads and lanes there
 * are can't, so it isn't here.
 *
 * @param program the digest of its program and weights; what it computes in is part of the program
 * @param images how many it looks at in one pass: kernels are chosen by that
 * @param devices on what it computes, in which arithmetic: kinds, names of GPUs, TF32
 * @param library libtorch's version
 * @param version Reflux's own, which decodes and cuts
 */
public record Answerer(
    String program, int images, Set<String> devices, String library, String version) {

  /** Copies the devices. */
  public Answerer {
    devices = Set.copyOf(devices);
  }

  /** The same text in every JVM. */
  public String text() {
    return "%s by %d on %s, libtorch %s, Reflux %s"
        .formatted(program, images, String.join(", ", new TreeSet<>(devices)), library, version);
  }
}
