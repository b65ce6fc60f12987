package io.reflux.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What a process finds when it starts, and needs.
 *
 * @param encoding by which Java turns bytes of file names and words into text
 * @param descriptors how many files may be open at once
 */
record ProcessLimits(String encoding, long descriptors) {
  private static final String UTF_8 = "UTF-8";
  private static final long LEAST_DESCRIPTORS = 128;

  /** What this process found. */
  static ProcessLimits ofThisProcess() {
    long descriptors =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return new ProcessLimits(System.getProperty("sun.jnu.encoding", UTF_8), descriptors);
  }

  /** What works only in part, in a sentence. */
  Optional<String> odd() {
    return encoding.equalsIgnoreCase(UTF_8)
        ? Optional.empty()
        : Optional.of(
            "locale: "
                + encoding
                + " (expected: UTF-8; LC_ALL=C.UTF-8 sets it): files whose names are not ASCII"
                + " can't be read");
  }

  /** What nothing works with, in a sentence. */
  Optional<String> tooNarrow() {
    return descriptors >= LEAST_DESCRIPTORS
        ? Optional.empty()
        : Optional.of(
            descriptors
                + " file descriptors (expected: at least "
                + LEAST_DESCRIPTORS
                + "; ulimit -n, or LimitNOFILE= of systemd)");
  }
}
