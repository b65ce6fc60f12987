package io.reflux.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Decoder;
import io.reflux.intake.Picture;
import io.reflux.network.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves is of use in Python. Skipped where there is no python3 with torch. */
class PythonTest {
  private static final int SIDE = 32;
  private static final int ROWS = 3;

  private static final String PROGRAM =
      """
      import sys, torch
      pixels = torch.frombuffer(bytearray(open(sys.argv[1], 'rb').read()), dtype=torch.uint8)
      pixels = pixels.reshape(-1, %d, %d, 3)
      """
          .formatted(SIDE, SIDE);

  private static final String SCRIPTED =
      PROGRAM
          + """
          model = torch.jit.load(sys.argv[2])
          with torch.no_grad(): answer = model(pixels)
          print(' '.join(str(x) for x in answer.flatten().tolist()))
          """;

  /** A safetensors file by hand: the package is not in every distribution. */
  private static final String STATE_DICT =
      PROGRAM
          + """
          import json, struct, torchvision
          raw = open(sys.argv[2], 'rb').read()
          length = struct.unpack('<Q', raw[:8])[0]
          header = json.loads(raw[8:8 + length]); header.pop('__metadata__', None)
          kinds = {'F32': torch.float32, 'I64': torch.int64}
          weights = {}
          for name, entry in header.items():
              begin, end = (8 + length + at for at in entry['data_offsets'])
              flat = torch.frombuffer(bytearray(raw[begin:end]), dtype=kinds[entry['dtype']])
              weights[name] = flat.reshape(entry['shape'])
          model = torchvision.models.resnet18()
          model.load_state_dict(weights)
          model.eval()
          mean = torch.tensor([0.485, 0.456, 0.406]); deviation = torch.tensor([0.229, 0.224, 0.225])
          images = ((pixels / 255 - mean) / deviation).permute(0, 3, 1, 2)
          with torch.no_grad(): answer = model(images)
          print(' '.join(str(x) for x in answer.flatten().tolist()))
          """;

  @TempDir Path folder;

  @Test
  void torchLoadsTheProgram() throws Exception {
    String python = pythonWith("torch");
    Deliverable model =
        Deliverables.of("backbone = resnet18, stem = tiny, embedding = 16, l2-norm = true", SIDE);
    export(model, ExportFormat.TORCHSCRIPT);
    Path file = folder.resolve("model.pt");
    assertThat(run(python, SCRIPTED, file))
        .hasSize(ROWS * 16)
        .containsExactly(embeddings(file), within(1e-5f));
  }

  @Test
  void torchvisionLoadsTheWeights() throws Exception {
    String python = pythonWith("torch, torchvision");
    Deliverable model =
        Deliverables.of(
            "backbone = resnet18, embedding = 1000, pooling = average, keys = torchvision", SIDE);
    export(model, ExportFormat.SAFETENSORS);
    Path file = folder.resolve("model.safetensors");
    float[] expected = embeddings(file);
    assertThat(run(python, STATE_DICT, file))
        .hasSize(ROWS * 1000)
        .containsExactly(expected, within(1e-4f));
  }

  @Test
  void theLinesOfTheModelCardRunAsTheyStand() throws Exception {
    String python = pythonWith("torch, numpy, PIL");
    Deliverable model =
        Deliverables.of(
            "backbone = resnet18, stem = tiny, embedding = 16",
            "{ type = invert }, { type = resize, side = 40 }, { type = center-crop, side = 32 }");
    export(model, ExportFormat.TORCHSCRIPT);
    Picture photo = photo();
    ByteBuffer pixels = ByteBuffer.wrap(model.description().view().view(photo, Chance.of(0)).rgb());
    float[] expected;
    OpenModel.Place place = new OpenModel.Place(Device.CPU, 1, 1);
    try (OpenModel open = ModelFiles.open(folder.resolve("model.pt"), place)) {
      expected = open.embed(pixels, 1).floats();
    }
    assertThat(printed(python, snippet())).containsExactly(expected, within(1e-4f));
  }

  /** The Python of the card. */
  private String snippet() throws IOException {
    String card = Files.readString(folder.resolve("MODEL.md"));
    assertThat(card).contains("```python").doesNotContain("ViewRecipe").doesNotContain("Resize[");
    int begin = card.indexOf("```python") + "```python".length();
    return card.substring(begin, card.indexOf("```", begin));
  }

  private Picture photo() throws IOException {
    BufferedImage image = new BufferedImage(71, 50, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 71 * 50; i++) {
      image.setRGB(i % 71, i / 71, 0x010305 * (i % 49) + i / 71);
    }
    Path file = folder.resolve("photo.jpg");
    ImageIO.write(image, "png", file.toFile()); // whatever its name says
    return new Decoder(new DecodeSettings(1 << 20, false, 0)).decode(Files.readAllBytes(file));
  }

  private void export(Deliverable model, ExportFormat format) throws IOException {
    new ModelExport(model, Precision.FLOAT32).write(EnumSet.of(format), folder);
  }

  private static float[] embeddings(Path file) throws IOException {
    OpenModel.Place place = new OpenModel.Place(Device.CPU, 1, ROWS);
    try (OpenModel open = ModelFiles.open(file, place)) {
      return open.embed(Deliverables.pixels(ROWS, SIDE), ROWS).floats();
    }
  }

  private float[] run(String python, String program, Path file) throws Exception {
    Path pixels = folder.resolve("pixels");
    ByteBuffer memory = Deliverables.pixels(ROWS, SIDE);
    byte[] bytes = new byte[memory.remaining()];
    memory.get(bytes);
    Files.write(pixels, bytes);
    return printed(python, program, pixels.toString(), file.toString());
  }

  /** The numbers that a program prints, which works in the folder. */
  private float[] printed(String python, String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(python));
    command.add(Files.writeString(folder.resolve("peer.py"), program).toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors"))).isZero();
    List<String> words = Arrays.asList(text.replaceAll("[\\[\\],]", " ").strip().split("\\s+"));
    float[] values = new float[words.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words.get(i));
    }
    return values;
  }

  private static String pythonWith(String modules) throws Exception {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (runs(python, modules)) {
        return python;
      }
    }
    assumeTrue(false, "no python3 that imports " + modules + ": install python3-torch to compare");
    return "";
  }

  private static boolean runs(String python, String modules) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import " + modules)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
