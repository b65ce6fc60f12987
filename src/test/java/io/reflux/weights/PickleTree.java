package io.reflux.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.checkpoints.ExactTensor;
import io.reflux.conformance.checkpoints.TensorValues;
import io.reflux.engine.HostTensor;
import io.reflux.weights.PickleValue.Mapping;
import io.reflux.weights.PickleValue.Placeholder;
import io.reflux.weights.PickleValue.Sequence;
import io.reflux.weights.PickleValue.Symbol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares what a file held with the tree that its expectation tells, value by value. */
final class PickleTree {
  private final List<String> differences = new ArrayList<>();

  List<String> differences() {
    return List.copyOf(differences);
  }

  /** Compares an object of a PyTorch file. */
  void compare(PickleValue found, JsonNode expected) {
    compare("", found, expected);
  }

  /** Checks that the named tensors of the root are views of one storage, group by group. */
  void compareSharing(PickleValue root, JsonNode groups) {
    for (JsonNode group : groups) {
      List<TorchTensor> tensors = new ArrayList<>();
      for (JsonNode name : group) {
        if (root instanceof Mapping mapping
            && mapping.get(name.textValue()).orElse(null) instanceof PickleValue.Tensor tensor) {
          tensors.add(tensor.tensor());
        }
      }
      boolean shared = tensors.stream().allMatch(t -> t.storage() == tensors.get(0).storage());
      if (!shared || tensors.size() != group.size()) {
        differences.add("own storages (expected: one for " + group + ")");
      }
    }
  }

  private void compare(String path, PickleValue found, JsonNode expected) {
    String type = expected.path("type").asText();
    if (found instanceof PickleValue.Tensor tensor && type.equals("tensor")) {
      compareTensor(path, tensor.tensor().values(), expected);
    } else if (found instanceof PickleValue.Numpy numpy && type.equals("numpy")) {
      compareTensor(path, numpy.array(), expected);
    } else if (found instanceof PickleValue.Numpy numpy) {
      JsonNode value = type.equals("numpy_scalar") ? expected.path("value") : expected;
      expect(
          path,
          ExactTensor.exact(TensorValues.of(numpy.array()).get(0)),
          ExactTensor.number(value));
    } else if (found instanceof Mapping mapping) {
      expect(path + ".type", mapping.ordered() ? "ordered_dict" : "dict", type);
      compareItems(path, mapping, expected.path("items"));
    } else if (found instanceof Placeholder object && type.equals("namespace")) {
      expect(path + ".class", object.className(), expected.path("class").textValue());
      compareItems(path, object.attributes(), expected.path("attrs"));
    } else if (found instanceof Placeholder object) {
      expect(path + ".type", "opaque", type);
      expect(path + ".class", object.className(), expected.path("class").asText());
    } else if (found instanceof Sequence sequence) {
      compareSequence(path, sequence, expected);
    } else if (found instanceof Symbol symbol) {
      expect(path + ".type", symbol.type(), type);
      expect(path, symbol.value(), expected.path("value").asText());
    } else {
      compareScalar(path, found, expected);
    }
  }

  private void compareItems(String path, Mapping found, JsonNode items) {
    expect(path + " items", found.keys().size(), items.size());
    for (int i = 0; i < Math.min(found.keys().size(), items.size()); i++) {
      String name = path + "/" + items.get(i).get(0).asText();
      compare(name + " (key)", found.keys().get(i), items.get(i).get(0));
      compare(name, found.values().get(i), items.get(i).get(1));
    }
  }

  private void compareSequence(String path, Sequence found, JsonNode expected) {
    String type =
        found.kind() == Sequence.Kind.SIZE
            ? "torch.Size"
            : found.kind().name().toLowerCase(Locale.ROOT);
    expect(path + ".type", type, expected.path("type").asText());
    JsonNode items = expected.path("items");
    expect(path + " items", found.items().size(), items.size());
    for (int i = 0; i < Math.min(found.items().size(), items.size()); i++) {
      compare(path + "/" + i, found.items().get(i), items.get(i));
    }
  }

  private void compareScalar(String path, PickleValue found, JsonNode expected) {
    if (found instanceof PickleValue.Text text) {
      expect(path, text.value(), expected.isTextual() ? expected.textValue() : expected);
    } else if (found instanceof PickleValue.Flag flag) {
      expect(path, flag.value(), expected.isBoolean() ? expected.booleanValue() : expected);
    } else if (found instanceof PickleValue.Whole whole) {
      BigInteger value = expected.isIntegralNumber() ? expected.bigIntegerValue() : BigInteger.ZERO;
      expect(path, whole.value(), expected.isIntegralNumber() ? value : expected);
    } else if (found instanceof PickleValue.Real real) {
      expect(path, ExactTensor.exact(real.value()), ExactTensor.number(expected));
    } else {
      expect(path, found instanceof PickleValue.None, expected.isNull());
    }
  }

  private void compareTensor(String path, HostTensor found, JsonNode expected) {
    ExactTensor.compare(path, found, expected, differences);
  }

  private void expect(String path, Object found, Object expected) {
    if (!found.equals(expected)) {
      differences.add(path + ": " + found + " (expected: " + expected + ")");
    }
  }
}
