package io.reflux.rundir;

import io.reflux.dataset.Contents;
import io.reflux.dataset.Looking;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A list of images as a run began with them.
 *
 * @param file where it is kept
 * @param whose before what is said of a change, as {@code evaluate.data: }; may be empty
 */
record KeptImages(Path file, String whose) {

  /** Keeps the list of today. */
  void keep(Contents images, Beginning.Present now) throws IOException {
    DurableFile.write(
        file,
        channel -> {
          OutputStream out = Channels.newOutputStream(channel);
          images.keep(out, now.checksummed(), now.looking());
          out.flush();
        });
  }

  /** True if there is one. */
  boolean isThere() {
    return Files.exists(file);
  }

  /** What is not as it was; all, if the list can't be read any more. */
  List<Change> changes(Contents images, Looking looking) {
    try (InputStream kept = Files.newInputStream(file)) {
      return images.changesSince(kept, looking).inWords().stream()
          .map(words -> Change.of(ChangeKind.IMAGES, whose + words))
          .toList();
    } catch (IOException e) {
      return List.of(Change.lost(ChangeKind.IMAGES, file));
    }
  }
}
