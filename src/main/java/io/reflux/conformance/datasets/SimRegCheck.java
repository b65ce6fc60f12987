package io.reflux.conformance.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Tolerance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.NumpyPermutation;
import io.reflux.dataset.Splits;
import io.reflux.sampler.SamplerRecipe;
import io.reflux.sampler.Samplers;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SimReg's ImageNet folders and subsets of classes. */
final class SimRegCheck {
  private SimRegCheck() {}

  static List<String> differences(GoldenCase golden, Path root) {
    int classes = golden.params().path("num_classes").asInt();
    Splits splits =
        Indexed.open("imagenet", root, "complete = false, hidden = true, classes = " + classes);
    if (golden.op().equals("loader_facts")) {
      return loader(golden, splits.train());
    }
    Dataset dataset =
        golden.params().path("split").asText().equals("train") ? splits.train() : splits.test();
    JsonNode want = golden.expected();
    JsonNode own = want.has("dataset") ? want.path("dataset") : want;
    List<String> differences = new ArrayList<>();
    Indexed.compare("items", dataset, own.path("items"), label -> label, differences);
    List<String> expected = new ArrayList<>();
    own.path("classes").forEach(name -> expected.add(name.asText()));
    List<String> names = new ArrayList<>();
    for (int label = 0; label < dataset.classes(); label++) {
      names.add(dataset.className(label));
    }
    Indexed.compare("classes", names, expected, differences);
    return differences;
  }

  /** The classes that a subset keeps. */
  static List<String> subset(GoldenCase golden) {
    JsonNode params = golden.params();
    int[] order = NumpyPermutation.of(params.path("seed").asInt(), params.path("total").asInt());
    int[] kept = Arrays.stream(order).limit(params.path("num_classes").asInt()).sorted().toArray();
    JsonNode indices = golden.expected().path("indices");
    int[] expected = new int[indices.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = indices.get(i).asInt();
    }
    return Arrays.equals(kept, expected)
        ? List.of()
        : List.of(Arrays.toString(kept) + " (expected: " + Arrays.toString(expected) + ")");
  }

  /** The batches of an epoch; none where the original would train on nothing, which is refused. */
  private static int batches(SamplerRecipe recipe, Dataset train) {
    return train.size() < recipe.batchSize() ? 0 : recipe.over(train).epoch(Chance.of(0)).size();
  }

  private static List<String> loader(GoldenCase golden, Dataset train) {
    String settings =
        "type = shuffled, drop-last = true, batch-size = "
            + golden.params().path("batch_size").asInt();
    Section section =
        new Section(ConfigFactory.parseString(settings).root(), Defaults.NONE, "", new Problems());
    SamplerRecipe recipe = Samplers.CATALOGUE.read(section);
    List<String> differences = new ArrayList<>();
    int batches = batches(recipe, train);
    Tolerance exact = new Tolerance(0, 0);
    JsonNode want = golden.expected();
    exact.compare("batches", batches, want.path("batches").asInt(), differences);
    exact.compare("samples", train.size(), want.path("samples").asInt(), differences);
    return differences;
  }
}
