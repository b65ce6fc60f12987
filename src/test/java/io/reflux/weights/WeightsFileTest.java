package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WeightsFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "01_plain_state_dict.pth, conv1.weight, 15",
    "02_simreg_ckpt.pth, encoder_q.module.conv1.weight, 37",
    "03_labelrelaxation_best.pth, model.conv1.weight, 17",
    "04a_dataparallel.pth.tar, module.conv1.weight, 15",
    "04b_moco.pth.tar, module.encoder_q.conv1.weight, 32",
    "11_s2sd_checkpoint.pth.tar, model.conv1.weight, 6",
    "15a_good.safetensors, conv1.weight, 13"
  })
  void findsTheStateDictWhateverWrapsIt(String file, String first, int count) throws IOException {
    NamedTensors tensors = WeightsFile.read(GoldenCheckpoints.FOLDER.resolve(file));
    assertThat(tensors.names()).hasSize(count).startsWith(first);
  }

  @ParameterizedTest
  @CsvSource({
    "07c_knn_train_feats.pth.tar, no named tensors",
    "06c_python_values.pth, 'found the keys [none, true'",
    "14_whole_module.pth, object of class torch.nn.modules.linear.Linear is not plain data",
    "16q_header_array.safetensors, header: ARRAY (expected: a JSON object)"
  })
  void saysWhyThereAreNone(String file, String why) {
    assertThatThrownBy(() -> WeightsFile.read(GoldenCheckpoints.FOLDER.resolve(file)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(why);
  }

  /**
   * The file's pages are mapped, and no value is copied: that is what makes loading as fast as the
   * disk.
   */
  @ParameterizedTest
  @EnumSource
  void aHundredMegabytesLoadInLittleMemoryOfTheirOwn(Format format) throws IOException {
    Path file = format.write(folder.resolve("large"));
    WeightsFile.read(GoldenCheckpoints.FOLDER.resolve("01_plain_state_dict.pth"));
    long before = memoryTaken();
    NamedTensors tensors = WeightsFile.read(file);
    CRC32 touched = new CRC32();
    tensors.forEach((name, tensor) -> touched.update(tensor.data().duplicate()));
    assertThat(tensors.bytes()).isEqualTo(100_000_000);
    // Less than nothing, if buffers of others were collected meanwhile.
    assertThat(memoryTaken() - before).isLessThan((long) (0.1 * Files.size(file)));
  }

  /** A hundred million bytes of float32 in 25 tensors. */
  private enum Format {
    ZIP,
    LEGACY,
    SAFETENSORS;

    Path write(Path file) throws IOException {
      if (this == SAFETENSORS) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        ByteBuffer zeros = ByteBuffer.allocate(4_000_000);
        for (int i = 0; i < 25; i++) {
          tensors.put("t." + i, new HostTensor(ElementType.FLOAT32, SHAPE, zeros));
        }
        new SafetensorsFile(new NamedTensors(tensors), Map.of()).write(file);
        return file;
      }
      TorchSamples samples = new TorchSamples();
      for (int i = 0; i < 25; i++) {
        samples.tensor("t." + i, 1_000_000 + i, new int[] {1000, 1000}, new int[] {1000, 1});
      }
      return this == ZIP ? samples.write(file) : samples.writeLegacy(file);
    }

    private static final long[] SHAPE = {1000, 1000};
  }

  @Test
  void aFileThatMultipliesItselfIsRefused() throws IOException {
    TorchSamples samples = new TorchSamples();
    for (int i = 0; i < 20; i++) {
      samples.tensor("x" + i, 1, new int[] {1 << 10, 1 << 12}, new int[] {0, 0});
    }
    Path file = samples.write(folder.resolve("bomb.pth"));
    assertThatThrownBy(() -> WeightsFile.read(file))
        .hasMessageContaining("x4: too many copies (expected: tensors that lie row by row)");
  }

  @Test
  void aTransposedTensorIsCopiedRowByRow() throws IOException {
    Path file =
        new TorchSamples()
            .tensor("t", 6, new int[] {3, 2}, new int[] {1, 3})
            .write(folder.resolve("transposed.pth"));
    assertThat(WeightsFile.read(file).get("t").floats()).hasSize(6);
  }

  /** All that this thread ever put on the heap, and the direct memory in use. */
  private static long memoryTaken() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return direct + threads.getCurrentThreadAllocatedBytes();
  }
}
