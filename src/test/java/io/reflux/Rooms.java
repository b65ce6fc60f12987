package io.reflux;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The map of the rooms, from the lowest up: a room imports only rooms above it in this list, and of
 * other people's code only what stands behind its name.
 */
final class Rooms {
  static final String ROOT = "io.reflux.";

  private static final String ACTORS = "akka.actor";
  private static final String ARRAYS = "ai.djl.ndarray";
  private static final String HOCON = "com.typesafe.config";
  private static final String JSON = "com.fasterxml.jackson";
  private static final String LOG = "org.slf4j";
  private static final String STREAMS = "akka.stream";

  /** What every room may see: the plain JDK, and the words for what may be absent. */
  private static final List<String> EVERYWHERE =
      List.of(
          "", // int, byte[] …
          "java.io",
          "java.lang",
          "java.math",
          "java.net",
          "java.nio",
          "java.security",
          "java.time",
          "java.util",
          "org.jspecify.annotations");

  static final List<Room> ALL =
      List.of(
          room("setting", HOCON),
          room("chance"),
          room("wire", "com.google.protobuf"),
          room("engine", "ai.djl", "ai.onnxruntime", "com.sun.jna"),
          room("dataset", LOG, JSON, "org.apache.commons.compress", "us.hebi.matlab.mat"),
          room("sampler", "org.ejml"),
          room("intake", LOG, "java.awt", "javax.imageio"),
          room("view"),
          room("batch"),
          room("weights", JSON, LOG, "org.apache.commons.compress"),
          room("network", ARRAYS, LOG),
          room("teacher", LOG),
          room("miner"),
          room("objective", ARRAYS, "ai.djl.nn"),
          room("method", ARRAYS),
          room("train", ARRAYS),
          room("evaluate", ARRAYS, "org.ejml"),
          room("checkpoint", LOG),
          room("delivery", JSON, "ai.onnxruntime", "org.apache.lucene"),
          room("pipeline", HOCON, LOG),
          room("stream", "akka", STREAMS, "akka.japi"),
          room("rundir", JSON, LOG),
          room("stage", "akka", ACTORS, STREAMS, "akka.japi", "akka.pattern", LOG),
          room(
              "node",
              "akka",
              ACTORS,
              "akka.cluster",
              "akka.japi",
              "akka.pattern",
              "akka.serialization",
              "javax.crypto",
              HOCON,
              LOG),
          room("task", "akka", ACTORS, STREAMS, "akka.japi", "akka.pattern"),
          room("run", "akka", ACTORS, HOCON, LOG),
          room(
              "status",
              "akka",
              ACTORS,
              STREAMS,
              "akka.dispatch",
              "akka.http",
              "akka.japi",
              "akka.pattern",
              "akka.util",
              "com.sun.management",
              "io.micrometer",
              "io.prometheus.metrics.model",
              "javax.net.ssl",
              HOCON,
              JSON,
              LOG),
          room("keep", HOCON, LOG),
          room(
              "queue",
              "akka",
              ACTORS,
              STREAMS,
              "akka.http",
              "akka.japi",
              "akka.pattern",
              "akka.util",
              "javax.net.ssl",
              HOCON,
              JSON,
              LOG),
          room("sweep", HOCON, JSON, LOG),
          room("tracking", HOCON, JSON),
          room("report", HOCON, JSON, "java.awt", "javax.imageio", "tagbio.umap"),
          room("manual", "org.commonmark", JSON),
          room("conformance", ARRAYS, HOCON, JSON),
          room("bench", "akka", ACTORS, STREAMS, ARRAYS, HOCON, JSON, "com.sun.management"),
          room(
              "cli",
              "picocli",
              "me.tongfei.progressbar",
              "org.jline.terminal",
              "ch.qos.logback",
              "com.sun.management",
              HOCON,
              JSON,
              LOG));

  private Rooms() {}

  /**
   * A room.
   *
   * @param name its package below {@link #ROOT}; what lies in packages below that belongs to it
   * @param outside packages of other people's code that it may see, with all below them; of {@code
   *     akka} itself only what lies directly in it
   */
  record Room(String name, List<String> outside) {
    boolean holds(JavaClass item) {
      return isIn(item.getPackageName(), ROOT + name);
    }

    /** The entry by which the room may see a package; empty if it may not. */
    Optional<String> allows(String seen) {
      return Stream.concat(EVERYWHERE.stream(), outside.stream())
          .filter(allowed -> allowed.equals("akka") ? seen.equals("akka") : isIn(seen, allowed))
          .findFirst();
    }
  }

  /** The room of a class; empty if it lies in none. */
  static Optional<Room> of(JavaClass item) {
    return ALL.stream().filter(room -> room.holds(item)).findFirst();
  }

  /** The package of rooms with some names, as ArchUnit reads them; refuses one that isn't there. */
  static String[] packages(String... names) {
    return Stream.of(names)
        .map(name -> ALL.stream().filter(room -> room.name.equals(name)).findFirst().orElseThrow())
        .map(room -> ROOT + room.name + "..")
        .toArray(String[]::new);
  }

  /** Whether a dependency leads to a class of ours. */
  static boolean isInside(Dependency dependency) {
    return dependency.getTargetClass().getPackageName().startsWith(ROOT);
  }

  private static boolean isIn(String name, String folder) {
    return name.equals(folder) || (!folder.isEmpty() && name.startsWith(folder + "."));
  }

  private static Room room(String name, String... outside) {
    return new Room(name, List.of(outside));
  }
}
