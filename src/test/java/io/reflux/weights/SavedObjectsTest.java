package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All that golden PyTorch files hold, value by value, also what no network's weights are taken
 * from. That their tensors reach a network, and that hostile files don't, is for the conformance
 * room.
 */
class SavedObjectsTest {

  @TestFactory
  Stream<DynamicTest> everyValueIsRead() throws IOException {
    return GoldenCheckpoints.files("")
        .filter(file -> !file.endsWith(".safetensors") && !file.endsWith(".json"))
        .filter(file -> expected(file).has("tree"))
        .map(file -> DynamicTest.dynamicTest(file, () -> compare(file)));
  }

  private static void compare(String file) throws IOException {
    Path path = GoldenCheckpoints.FOLDER.resolve(file);
    JsonNode expected = expected(file);
    PickleTree tree = new PickleTree();
    try {
      PickleValue root = TorchFile.read(path).root();
      tree.compare(root, expected.path("tree"));
      tree.compareSharing(root, expected.path("shared_storage_groups"));
    } catch (WeightsException refusal) {
      assertThat(expected.path("outcome").textValue()).as(refusal.getMessage()).contains("refuse");
    }
    assertThat(tree.differences()).isEmpty();
  }

  private static JsonNode expected(String file) {
    try {
      return GoldenCheckpoints.expected(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
