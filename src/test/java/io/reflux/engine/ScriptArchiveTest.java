package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptArchiveTest {
  @TempDir Path folder;

  /** An exported model's digest names it: the time of writing must not be in it. */
  @Test
  void theSameProgramGivesTheSameBytes() throws IOException {
    Path one = write(ofEveryType(), "one.pt");
    Path other = write(ofEveryType(), "other.pt");
    assertThat(Files.mismatch(one, other)).isEqualTo(-1);
  }

  @Test
  void theFileIsAsLibtorchReadsIt() throws IOException {
    try (ZipFile zip = new ZipFile(write(ofEveryType(), "all.pt").toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      assertThat(entries).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
      assertThat(entries).allMatch(entry -> entry.getName().startsWith("program/"));
      assertThat(text(zip, "version")).isEqualTo("3\n");
      assertThat(zip.getInputStream(zip.getEntry("program/constants.pkl")).readAllBytes())
          .containsExactly(0x80, 2, ')', '.');
      assertThat(text(zip, "extra/reflux-state").lines()).hasSize(8);
      assertThat(text(zip, "code/__torch__.py")).contains("class Program(Module):");
    }
  }

  @Test
  void everyElementTypeComesBack() throws IOException {
    Path file = write(ofEveryType(), "all.pt");
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      assertThat(program.snapshot()).isEqualTo(values());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "INT16"})
  void aTypeThatDjlDoesNotKnowLivesInsideTheProgramOnly(ElementType type) throws IOException {
    HostTensor ones = new HostTensor(type, new long[] {1}, ByteBuffer.allocate(2));
    ScriptArchive archive =
        new ScriptArchive()
            .with("value", ScriptTensor.of(ones, ScriptTensor.Role.CONSTANT))
            .with("state", ScriptTensor.of(ones, ScriptTensor.Role.BUFFER))
            .method("forward(x: Tensor) -> Tensor", List.of("return torch.add(x, self.value)"));
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(write(archive, "half.pt"), scope)) {
      NDList x = new NDList(scope.manager().create(new float[] {2}));
      assertThat(program.infer(x).head().toFloatArray()).containsExactly(2);
      assertThatThrownBy(program::snapshot)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("element type: unknown (expected: a known one)");
    }
  }

  @Test
  void constantsAreNoPartOfTheState() throws IOException {
    HostTensor two = HostTensor.of(new float[] {2}, 1);
    ScriptArchive archive =
        new ScriptArchive()
            .with("fixed", ScriptTensor.of(two, ScriptTensor.Role.CONSTANT))
            .with("learnt", ScriptTensor.of(two, ScriptTensor.Role.TRAINED))
            .method("forward(x: Tensor) -> Tensor", List.of("return torch.mul(x, self.fixed)"));
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(write(archive, "constant.pt"), scope)) {
      assertThat(program.state()).containsOnlyKeys("learnt");
    }
  }

  @Test
  void extrasAreHandedOut() throws IOException {
    Path file = write(new ScriptArchive().extra("card.txt", "größer\n"), "extra.pt");
    assertThat(Program.extra(file, "card.txt")).contains("größer\n");
    assertThat(Program.extra(file, "other.txt")).isEmpty();
    Path text = Files.writeString(folder.resolve("text"), "no archive");
    assertThatThrownBy(() -> Program.extra(text, "card.txt")).isInstanceOf(IOException.class);
  }

  @Test
  void aKeyIsGivenOnce() {
    ScriptTensor tensor = ScriptTensor.of(HostTensor.of(new float[1], 1), ScriptTensor.Role.FROZEN);
    ScriptArchive archive = new ScriptArchive().with("a.b", tensor);
    assertThatThrownBy(() -> archive.with("a.b", tensor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("archive: two tensors have the key a.b");
  }

  @Test
  void keysBecomeExpressions() {
    assertThat(ScriptArchive.tensor("weight")).isEqualTo("self.weight");
    assertThat(ScriptArchive.tensor("layer1.0.conv1.weight"))
        .isEqualTo("getattr(self.layer1, \"0\").conv1.weight");
    assertThat(ScriptArchive.tensor("a-b.c")).isEqualTo("getattr(self, \"a-b\").c");
  }

  @Test
  void tensorsLieRowByRowOrChannelsLast() {
    HostTensor value = HostTensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 1, 2, 2, 2);
    ScriptTensor rows = ScriptTensor.of(value, ScriptTensor.Role.TRAINED);
    ScriptTensor channels =
        new ScriptTensor(value, ScriptTensor.Role.TRAINED, MemoryLayout.CHANNELS_LAST);
    assertThat(rows.strides()).containsExactly(8, 4, 2, 1);
    assertThat(channels.strides()).containsExactly(8, 1, 4, 2);
    assertThat(floats(rows.stored())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(floats(channels.stored())).containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
    HostTensor flat = HostTensor.of(new float[8], 2, 2, 2);
    assertThatThrownBy(
            () -> new ScriptTensor(flat, ScriptTensor.Role.TRAINED, MemoryLayout.CHANNELS_LAST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channels-last tensor: 3 dimensions (expected: 4)");
  }

  private static ScriptArchive ofEveryType() {
    ScriptArchive archive = new ScriptArchive().number("scale", 0.5).whole("times", 1L << 40);
    values()
        .forEach(
            (key, value) -> archive.with(key, ScriptTensor.of(value, ScriptTensor.Role.BUFFER)));
    return archive.method(
        "forward(x: Tensor) -> Tensor",
        List.of("return torch.mul(x, torch.mul(self.scale, self.times))"));
  }

  /** A tensor of each type that DJL hands out, under keys with dots and numbers. */
  private static Map<String, HostTensor> values() {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    for (ElementType type : ElementType.values()) {
      if (type != ElementType.BFLOAT16 && type != ElementType.INT16) {
        byte[] bytes = new byte[2 * type.bytes()];
        bytes[0] = 1;
        values.put(
            "kinds." + values.size() + "." + type.safetensorsName(),
            new HostTensor(type, new long[] {2, 1}, ByteBuffer.wrap(bytes)));
      }
    }
    return values;
  }

  private Path write(ScriptArchive archive, String name) throws IOException {
    Path file = folder.resolve(name);
    archive.write(file);
    return file;
  }

  private static String text(ZipFile zip, String name) throws IOException {
    byte[] bytes = zip.getInputStream(zip.getEntry("program/" + name)).readAllBytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static float[] floats(ByteBuffer bytes) {
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }
}
