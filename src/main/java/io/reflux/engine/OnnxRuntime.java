package io.reflux.engine;

import io.reflux.setting.InputException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether ONNX Runtime is there: the archive that is handed out comes without it, as it takes as
 * much as all else. Asked before any class that needs it, as such a class can't even be loaded
 * without.
 */
public final class OnnxRuntime {
  /** The system property by which the launcher tells the folder it lies in. */
  private static final String HOME = "reflux.home";

  private static final String CLASS = "ai.onnxruntime.OrtEnvironment";
  private static final String VERSION = "1.21.1";

  private OnnxRuntime() {}

  /** What to do where it is missing; empty if it is there. */
  public static Optional<String> missing() {
    try {
      Class.forName(CLASS, false, OnnxRuntime.class.getClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      String home = System.getProperty(HOME);
      String place = home == null ? "on the class path" : "in " + Path.of(home, "lib", "ext");
      return Optional.of(
          "ONNX Runtime, which isn't installed: com.microsoft.onnxruntime:onnxruntime:%s %s"
              .formatted(VERSION, place));
    }
  }

  /**
   * Refuses what needs it where it is missing.
   *
   * @param what needs it
   * @throws InputException that names the artifact and where it belongs
   */
  public static void demand(String what) {
    missing()
        .ifPresent(
            expected -> {
              throw new InputException(what + " (expected: " + expected + ")");
            });
  }
}
