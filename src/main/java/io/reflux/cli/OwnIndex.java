package io.reflux.cli;

import io.reflux.dataset.ContentChanges;
import io.reflux.dataset.Contents;
import io.reflux.dataset.Looking;
import io.reflux.dataset.LooseImages;
import io.reflux.delivery.Embedder;
import io.reflux.delivery.ImageIndex;
import io.reflux.delivery.IndexSettings;
import io.reflux.delivery.ModelProbe;
import io.reflux.delivery.OpenModel;
import io.reflux.rundir.IndexPlace;
import io.reflux.setting.Amount;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;

/**
 * The index of a folder of images that a search makes when it is given the folder itself. It is
 * kept beside the model, with a list of the images, and made again when these or the model have
 * changed.
 */
final class OwnIndex {
  private static final String LIST = "images.gz";
  private static final long NONE_CHECKSUMMED = 0;

  private final ModelOptions options;
  private final Path images;
  private final Path place;
  private final PrintWriter errors;

  /**
   * Of a folder or archive.
   *
   * @param errors is told what is made, and why
   */
  OwnIndex(ModelOptions options, Path images, PrintWriter errors) {
    this.options = options;
    this.images = images;
    this.errors = errors;
    place = IndexPlace.of(options.path(), images);
  }

  /** Opens the index, which is made before if there is none that fits. */
  ImageIndex open(OpenModel model) throws IOException {
    LooseImages found = LooseImages.at(List.of(images));
    Contents contents = Contents.of(found);
    float[] probe = ModelProbe.of(model);
    Optional<String> why = lacking(contents, probe);
    if (why.isPresent()) {
      errors.printf("indexing %s of %s: %s%n", Amount.of(found.size(), "image"), images, why.get());
      errors.flush();
      make(model, found, probe);
      DurableFile.write(
          place.resolve(LIST),
          channel -> {
            OutputStream out = Channels.newOutputStream(channel);
            contents.keep(out, NONE_CHECKSUMMED, Looking.NONE);
            out.flush();
          });
      errors.println("kept in " + place + " for further searches");
      errors.flush();
    }
    return ImageIndex.open(place);
  }

  /** Why the index has to be made; empty if there is one that fits. */
  private Optional<String> lacking(Contents contents, float[] probe) throws IOException {
    if (!Files.isRegularFile(place.resolve(LIST))) {
      return Optional.of("there is no index of them yet");
    }
    try (ImageIndex index = ImageIndex.open(place);
        InputStream kept = Files.newInputStream(place.resolve(LIST))) {
      if (!index.isOf(probe)) {
        return Optional.of("the model is another one");
      }
      ContentChanges changes = contents.changesSince(kept, Looking.NONE);
      return changes.isEmpty()
          ? Optional.empty()
          : Optional.of(String.join("; ", changes.inWords()));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void make(OpenModel model, LooseImages found, float[] probe) throws IOException {
    try (ProgressBar bar = Bars.of(errors, "index", found.size())) {
      Embedder.Embedded embedded =
          new Embedder(model, options.batchSize(), EmbeddingOptions.decode(), options.threads())
              .embed(found, bar::stepTo);
      List<String> names = Arrays.stream(embedded.exampleIds()).mapToObj(found::name).toList();
      Files.createDirectories(place.toAbsolutePath().getParent());
      ImageIndex.write(
          place,
          new ImageIndex.Content(embedded.set(), names, probe),
          new IndexSettings(false, Optional.empty()));
      embedded.unreadable().forEach(one -> errors.println("unreadable: " + one));
    }
  }
}
