package io.reflux.cli;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.LooseImages;
import io.reflux.delivery.Embedder;
import io.reflux.delivery.OpenModel;
import io.reflux.intake.DecodeSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which images a command embeds, and by which model. */
final class EmbeddingOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private ModelOptions model = new ModelOptions();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGES",
      description = "Folders and archives of images, and images.")
  private List<Path> places = List.of();

  /**
   * Images that are embedded.
   *
   * @param embedded a row for each that could be read
   * @param names of the rows' images
   */
  record Images(Embedder.Embedded embedded, List<String> names) {}

  /**
   * Opens the images, if nothing is wrong with the numbers and choices.
   *
   * @throws ParameterException if something is, or they can't be opened
   */
  LooseImages images() {
    model
        .problem()
        .ifPresent(
            problem -> {
              throw new ParameterException(spec.commandLine(), problem);
            });
    try {
      return LooseImages.at(places);
    } catch (DatasetException e) {
      throw refusal(e);
    }
  }

  /**
   * Opens the model.
   *
   * @throws ParameterException if it can't be
   */
  OpenModel open() {
    try {
      return model.open();
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  /** Embeds the images, telling how far it is. */
  Images embed(OpenModel opened, LooseImages images) {
    try (ProgressBar bar = Bars.of(spec.commandLine().getErr(), "embed", images.size())) {
      Embedder.Embedded embedded =
          new Embedder(opened, model.batchSize(), decode(), model.threads())
              .embed(images, bar::stepTo);
      return new Images(
          embedded, Arrays.stream(embedded.exampleIds()).mapToObj(images::name).toList());
    }
  }

  /** How images are decoded where no pipeline file says it. */
  static DecodeSettings decode() {
    return DecodeSettings.read(new Section(Defaults.NONE, Defaults.NONE, "", new Problems()));
  }

  private ParameterException refusal(Exception e) {
    return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
  }
}
