package io.reflux.network;

import io.reflux.engine.Program;
import io.reflux.setting.HoconFile;
import io.reflux.setting.InputException;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.wire.OnnxMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that Reflux itself has exported, where anybody's may stand: it takes uint8 pixels and
 * normalises them, and says so.
 *
 * @param side the only side of images that its network takes, in pixels; 0 if it takes any
 */
record ExportedProgram(int side) {

  /** What a file says, if it is one. */
  static Optional<ExportedProgram> in(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return description(file).map(text -> new ExportedProgram(side(text)));
    } catch (IOException e) {
      return Optional.empty(); // no archive at all: that is told where it is opened
    }
  }

  private static Optional<String> description(Path file) throws IOException {
    return ForeignProgram.isOnnx(file)
        ? Optional.ofNullable(OnnxMetadata.of(file).get(ForeignProgram.DESCRIPTION))
        : Program.extra(file, ForeignProgram.DESCRIPTION);
  }

  private static int side(String description) {
    Problems problems = new Problems();
    Path folder = Path.of("").toAbsolutePath();
    Optional<Section> network =
        HoconFile.parse(description, "description", folder, problems)
            .flatMap(root -> root.sectionIfPresent("network"));
    try {
      return network.map(NetworkSettings::read).map(own -> own.build().onlySide()).orElse(0);
    } catch (InputException e) {
      return 0; // of a later version, perhaps: images go in as the views make them
    }
  }
}
