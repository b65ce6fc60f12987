package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a training script keeps beside its weights, they load; and nothing is ever called. */
class ThingsBesideWeightsTest {
  @TempDir Path folder;

  /** Names, and how Python pickles each: protocol 2, with protocol 0's numbers and strings. */
  static Stream<Arguments> things() {
    return Stream.of(
        Arguments.of("Counter of MultiStepLR", "ccollections\nCounter\n((dI30\nI1\nstR"),
        Arguments.of("OrderedDict", "ccollections\nOrderedDict\n)R"),
        Arguments.of("defaultdict", "ccollections\ndefaultdict\n(c__builtin__\nlist\ntR"),
        Arguments.of("deque", "ccollections\ndeque\n(tR(I1\nI2\ne"),
        Arguments.of("PosixPath", "cpathlib\nPosixPath\n(S'/'\nS'x'\ntR"),
        Arguments.of(
            "datetime", "cdatetime\ndatetime\n(c_codecs\nencode\n(S'abc'\nS'latin1'\ntRtR"),
        Arguments.of("Namespace", "cargparse\nNamespace\n)\u0081}S'lr'\nF0.1\nsb"),
        Arguments.of(
            "Namespace of protocol 0",
            "ccopy_reg\n_reconstructor\n(cargparse\nNamespace\nc__builtin__\nobject\nNtR"
                + "(dS'lr'\nF0.1\nsb"),
        Arguments.of("instance of an old class", "(I1\nimy.project\nSettings\n"),
        Arguments.of("instance by OBJ", "(cmy.project\nSettings\nI1\no"),
        Arguments.of("enum", "cmy.project\nMode\n(I1\ntR"),
        Arguments.of("class", "ctorch.optim.sgd\nSGD\n"),
        Arguments.of("function", "cmy.project\nloss\n"),
        Arguments.of(
            "partial", "cfunctools\npartial\n(cmy.project\nloss\ntR(cmy.project\nloss\n(t}Ntb"),
        Arguments.of("dict of a class of its own", "ceasydict\nEasyDict\n)\u0081(S'a'\nI1\nu"),
        Arguments.of("list of a class of its own", "comegaconf\nListConfig\n)\u0081(I1\nI2\ne"),
        Arguments.of(
            "numpy's generator", "cnumpy.random._pickle\n__randomstate_ctor\n(S'MT19937'\ntR}b"),
        Arguments.of(
            "numpy's number",
            "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'f8'\nI00\nI01\ntR"
                + "(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbS'12345678'\ntR"),
        Arguments.of(
            "complex tensor",
            "ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nComplexFloatStorage\n"
                + "S'9'\nS'cpu'\nI1\ntQI0\n(t(tI00\nccollections\nOrderedDict\n)RtR"),
        Arguments.of("quantized tensor", "ctorch._utils\n_rebuild_qtensor\n(I0\n(t(ttR"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("things")
  void areInert(String name, String opcodes) throws IOException {
    for (boolean legacy : new boolean[] {false, true}) {
      TorchSamples samples =
          new TorchSamples()
              .dict("model", s -> s.tensor("conv.weight", 2, 3))
              .beside("thing", opcodes)
              .beside("epoch", "I4\n");
      Path file = folder.resolve(legacy + ".pth");
      NamedTensors read =
          WeightsFile.read(legacy ? samples.writeLegacy(file) : samples.write(file));
      assertThat(read.names()).containsExactly("conv.weight");
    }
  }

  static Stream<Arguments> actions() {
    return Stream.of(
        Arguments.of("os.system", "cos\nsystem\n(S'echo'\ntR"),
        Arguments.of("posix.system", "cposix\nsystem\n"),
        Arguments.of("subprocess.Popen", "csubprocess\nPopen\n(S'sh'\ntR"),
        Arguments.of("subprocess.Popen", "csubprocess\nPopen\n)\u0081"),
        Arguments.of("builtins.eval", "c__builtin__\neval\n(S'1'\ntR"),
        Arguments.of("builtins.getattr", "cbuiltins\ngetattr\n(cmy.project\nA\nS'b'\ntR"),
        Arguments.of("importlib.import_module", "cimportlib\nimport_module\n(S'os'\ntR"),
        Arguments.of("os.path.join", "cmy.project\nf\n(cos.path\njoin\ntR"),
        Arguments.of("os.system", "(S'echo'\nios\nsystem\n"),
        Arguments.of("os.system", "(cos\nsystem\nS'echo'\no"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("actions")
  void whatWouldActIsRefusedByItsName(String name, String opcodes) throws IOException {
    Path file =
        new TorchSamples()
            .tensor("conv.weight", 2, 3)
            .beside("thing", opcodes)
            .write(folder.resolve("x.pth"));
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("global " + name + " (expected: plain data and tensors)");
  }
}
