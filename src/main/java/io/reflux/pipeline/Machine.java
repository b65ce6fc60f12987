package io.reflux.pipeline;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a pipeline file says of how much of a machine a run takes, and how far its stages may run
 * ahead of each other. What it leaves open follows from the devices: see {@link Pace}. None of it
 * changes a number that is learned.
 *
 * @param loaders threads that read, decode and cut images
 * @param bytesInFlight pixels that may be held between loader and trainer
 * @param loadAhead batches that may be at the loaders at once
 * @param teachAhead batches that may be at the teachers at once
 * @param journalAhead finished steps that may wait to be written down
 * @param nodeLanes lanes on nodes that are reckoned with
 * @param tasks which tasks work side by side
 */
public record Machine(
    OptionalInt loaders,
    OptionalLong bytesInFlight,
    OptionalInt loadAhead,
    OptionalInt teachAhead,
    int journalAhead,
    int nodeLanes,
    SideBySide tasks) {
  private static final String AUTO = "auto";
  private static final int MOST_LOADERS = 256;
  private static final int MOST_AHEAD = 1024;

  static Machine read(Section section) {
    Machine machine =
        new Machine(
            whole(section, "loaders", MOST_LOADERS),
            bytes(section, "in-flight"),
            whole(section, "load-ahead", MOST_AHEAD),
            whole(section, "teach-ahead", MOST_AHEAD),
            section.whole("journal-ahead", Range.between(1, MOST_AHEAD)),
            section.whole("node-lanes", Range.between(0, MOST_AHEAD)),
            SideBySide.read(section));
    section.finish();
    return machine;
  }

  /** A whole number from 1 to {@code most}; empty for {@code auto}. */
  static OptionalInt whole(Section section, String key, int most) {
    return section.parsed(
        key,
        "auto or a whole number from 1 to " + most,
        OptionalInt.empty(),
        text -> number(text, most));
  }

  private static Optional<OptionalInt> number(String text, int most) {
    if (text.equals(AUTO)) {
      return Optional.of(OptionalInt.empty());
    }
    boolean fits = text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= 1;
    return fits && Integer.parseInt(text) <= most
        ? Optional.of(OptionalInt.of(Integer.parseInt(text)))
        : Optional.empty();
  }

  private static OptionalLong bytes(Section section, String key) {
    return section.parsed(
        key, "auto or a size such as 256 MiB", OptionalLong.empty(), Machine::size);
  }

  private static Optional<OptionalLong> size(String text) {
    if (text.equals(AUTO)) {
      return Optional.of(OptionalLong.empty());
    }
    try {
      long bytes = ConfigValueFactory.fromAnyRef(text).atKey("size").getBytes("size");
      return bytes > 0 ? Optional.of(OptionalLong.of(bytes)) : Optional.empty();
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }
}
