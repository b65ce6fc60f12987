package io.reflux.delivery;

import io.reflux.engine.NativeThreads;
import io.reflux.network.FirstWeights;
import io.reflux.network.ForeignProgram;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A model that somebody has published, described in a file of its own. */
final class DescribedModelFile {
  private DescribedModelFile() {}

  static OpenModel open(Path path, OpenModel.Place place) throws IOException {
    Problems problems = new Problems();
    Section root = HoconFile.read(path, List.of(), problems).orElseThrow(() -> wrong(problems));
    ViewRecipe view = Views.read(root.section("view"));
    if (root.has("program")) {
      ForeignProgram program = ForeignProgram.read(root);
      root.finish();
      check(problems);
      return foreign(program, view, place);
    }
    NetworkSettings settings = NetworkSettings.read(root.section("network"));
    root.finish();
    if (settings.weights().isEmpty()) {
      root.section("network").refuse("weights", "a file");
    }
    check(problems);
    Network network = settings.build();
    return ModelFiles.network(settings, FirstWeights.published(settings, network), view, place);
  }

  private static OpenModel foreign(ForeignProgram program, ViewRecipe view, OpenModel.Place place)
      throws IOException {
    Path input = Files.createTempFile("reflux-", ".pt");
    try {
      program.writeInput(input);
      NativeThreads.prepare(place.threads(), false);
      FrozenNetwork network =
          program.load(
              input,
              List.of(ScriptModel.EMBEDDING),
              new FrozenNetwork.Place(place.device(), place.rowsAtOnce()));
      return new ScriptModel(network, view);
    } finally {
      Files.deleteIfExists(input);
    }
  }

  private static void check(Problems problems) throws IOException {
    if (!problems.none()) {
      throw wrong(problems);
    }
  }

  private static IOException wrong(Problems problems) {
    return new IOException(
        problems.all().stream().map(String::valueOf).collect(Collectors.joining("\n")));
  }
}
