package io.reflux.cli;

import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.engine.ScriptArchive;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder in which much is wrong: what the mistakes of {@link MistakesTest} name. */
final class MistakesFolder {
  private static final String CONV4 = "backbone = conv4, widths = [%1$d, %1$d, %1$d, %1$d]";
  private static final String RESNET =
      "backbone = resnet, widths = [4, 4, 4, 4], stem = tiny, embedding = 0";
  private static final Path STATE_DICT =
      Path.of("src/golden/checkpoints/03_labelrelaxation_best.pth");

  private MistakesFolder() {}

  static CaseFolder made(Path root) throws IOException {
    CaseFolder folder = new CaseFolder(root).pictures(12);
    folder.pictures("one-class", List.of("only"), 4);
    folder.pictures("flat", List.of("."), 6);
    folder.pictures("singles", List.of("a", "b", "c", "d", "e", "f", "g", "h"), 1);
    Files.createDirectories(folder.at("empty"));
    Files.writeString(folder.at("text.zip"), "no archive\n");
    Files.writeString(folder.at("table.csv"), "file,kind\ndata/c00/000.png,a\n");
    Files.writeString(folder.at("empty.secret"), "\n");
    Files.writeString(folder.at("lost.csv"), "path,label\ndata/c00/lost.png,a\n");
    Files.writeString(folder.at("broken.conf"), "x {\n  y = 1\n");
    Files.writeString(folder.at("outer.conf"), "include \"nowhere.conf\"\n");
    weights(folder);
    programs(folder);
    return folder;
  }

  private static void weights(CaseFolder folder) throws IOException {
    Map<String, HostTensor> good = drawn(CONV4.formatted(4) + ", embedding = 8");
    write(folder.at("good.safetensors"), good);
    byte[] bytes = Files.readAllBytes(folder.at("good.safetensors"));
    Files.write(folder.at("cut.safetensors"), Arrays.copyOf(bytes, bytes.length / 2));
    write(folder.at("wider.safetensors"), drawn(CONV4.formatted(8) + ", embedding = 8"));
    Map<String, HostTensor> published = drawn(RESNET);
    published.put("fc.weight", HostTensor.of(new float[8], 2, 4));
    published.put("fc.bias", HostTensor.of(new float[2], 2));
    write(folder.at("resnet.safetensors"), published);
    Files.copy(STATE_DICT, folder.at("state.pth"));
  }

  private static void write(Path file, Map<String, HostTensor> tensors) throws IOException {
    new SafetensorsFile(new NamedTensors(tensors), Map.of()).write(file);
  }

  private static Map<String, HostTensor> drawn(String settings) {
    Network network =
        NetworkSettings.read(
                HoconFile.parse(
                        "n { " + settings + " }", "n", Path.of("").toAbsolutePath(), new Problems())
                    .orElseThrow()
                    .section("n"))
            .build();
    return new LinkedHashMap<>(network.initialWeights(Chance.of(1)));
  }

  private static void programs(CaseFolder folder) throws IOException {
    program(folder.at("means.pt"), "return torch.mean(input, [2, 3])");
    program(folder.at("sum.pt"), "return torch.sum(input)");
    program(folder.at("fixed.pt"), "return torch.reshape(input, [-1, 150528])");
  }

  private static void program(Path file, String line) throws IOException {
    new ScriptArchive().method("forward(input: Tensor) -> Tensor", List.of(line)).write(file);
  }
}
