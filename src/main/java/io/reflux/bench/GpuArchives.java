package io.reflux.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.train.Optimizer;
import io.reflux.train.OptimizerSettings;
import io.reflux.train.Optimizers;
import io.reflux.train.UpdateRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs as pipelines have them written, for whoever runs them in PyTorch on another machine:
 * {@code src/test/python/device.py} does, and compares a GPU with its processor.
 */
public final class GpuArchives {
  private static final String LIST = "archives.json";
  private static final List<String> OPTIMIZERS = List.of("sgd", "adam", "adamw", "rmsprop");
  private static final double RATE = 1e-3;

  private GpuArchives() {}

  /**
   * Writes them and a list of them into a folder, which is made.
   *
   * @param networks names of backbones, as {@code resnet18}
   */
  public static void write(List<String> networks, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Map<String, Object>> programs = new ArrayList<>();
    for (String name : networks) {
      Network network = NetworkSettings.read(section("network", "backbone = " + name)).build();
      Map<String, HostTensor> weights = network.initialWeights(Chance.of(0));
      for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
        for (boolean trains : new boolean[] {true, false}) {
          String file = name + (trains ? "-training-" : "-inference-") + precision.word() + ".pt";
          Lowering lowering =
              trains
                  ? Lowering.training(precision, "embedding")
                  : Lowering.inference(precision, "embedding");
          network.lower(lowering, weights, folder.resolve(file));
          programs.add(Map.of("file", file, "trains", trains, "precision", precision.word()));
        }
      }
    }
    List<Map<String, Object>> optimizers = new ArrayList<>();
    for (String name : OPTIMIZERS) {
      optimizers.add(optimizer(name, folder));
    }
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("programs", programs);
    list.put("optimizers", optimizers);
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(LIST).toFile(), list);
  }

  private static Map<String, Object> optimizer(String name, Path folder) throws IOException {
    OptimizerSettings settings =
        Optimizers.CATALOGUE.read(section("optimizer", "type = " + name + ", lr = " + RATE));
    UpdateRule rule = settings.rule();
    String file = name + ".pt";
    Optimizer.writeProgram(rule, folder.resolve(file));
    return Map.of(
        "file",
        file,
        "rate",
        RATE,
        "constants",
        rule.constants(),
        "counters",
        rule.slots().stream().map(UpdateRule.Slot::counter).toList());
  }

  private static Section section(String name, String hocon) {
    return new Section(
        ConfigFactory.parseString(hocon).root(), Defaults.NONE, name, new Problems());
  }
}
