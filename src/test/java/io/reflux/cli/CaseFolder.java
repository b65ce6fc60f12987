package io.reflux.cli;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import picocli.CommandLine;

/** The scratch folder of a case from a public bug report: pictures, a pipeline file, commands. */
final class CaseFolder {
  private static final int SIDE = 24;
  private static final String PIPELINE =
      """
      name = case
      seed = 1
      data { dataset = image-folder, root = "data" }
      machine { loaders = 1 }
      tasks = [
        { name = t
          train {
            network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
            method { type = proxy-anchor }
            optimizer { lr = 3e-3 }
            sampler { batch-size = 8, images-per-class = 2 }
            views {
              train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
              test { steps = [ { type = resize, side = 16, square = true } ] }
            }
            epochs = 2
            evaluate { metrics = ["recall@1", "map@r"] }
          } }
      ]
      """;

  private final Path root;

  /** Writes the pipeline file; its pictures are to lie in {@code data}. */
  CaseFolder(Path root) throws IOException {
    this.root = root;
    Files.writeString(root.resolve("p.conf"), PIPELINE);
  }

  /** A file of the case. */
  Path at(String path) {
    return root.resolve(path);
  }

  /** A folder of pictures: for each class a colour and a stripe pattern, for each picture noise. */
  CaseFolder pictures(String folder, List<String> classes, int each) throws IOException {
    for (int label = 0; label < classes.size(); label++) {
      Path place = Files.createDirectories(at(folder).resolve(classes.get(label)));
      for (int i = 0; i < each; i++) {
        ImageIO.write(picture(label, i), "png", place.resolve("%03d.png".formatted(i)).toFile());
      }
    }
    return this;
  }

  /** Classes {@code c00}, {@code c01}, …, with four pictures each. */
  CaseFolder pictures(int classes) throws IOException {
    String[] names = new String[classes];
    Arrays.setAll(names, label -> "c%02d".formatted(label));
    return pictures("data", List.of(names), 4);
  }

  /** Gray of 16 bits around 20,000, as of a microscope. */
  CaseFolder deepGrays(int classes, int each) throws IOException {
    for (int label = 0; label < classes; label++) {
      Path place = Files.createDirectories(at("data").resolve("c" + label));
      for (int i = 0; i < each; i++) {
        Draws draws = Chance.of(label).at(i).draws();
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < SIDE; y++) {
          for (int x = 0; x < SIDE; x++) {
            int wave = 8000 * ((x * (1 + label % 3) + y) / 4 % 2);
            raster.setSample(x, y, 0, 20_000 + 3000 * label + wave + draws.nextInt(500));
          }
        }
        ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
      }
    }
    return this;
  }

  private static BufferedImage picture(int label, int number) {
    Draws colour = Chance.of(99).at(label).draws();
    int[] base = {40 + colour.nextInt(170), 40 + colour.nextInt(170), 40 + colour.nextInt(170)};
    Draws noise = Chance.of(label).at(number).draws();
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int stripe = (x * (1 + label % 3) + y * (1 + label / 3)) / 4 % 2 * 60;
        int rgb = 0;
        for (int channel : base) {
          int value = channel + stripe + (int) (25 * noise.nextGaussian());
          rgb = rgb << 8 | Math.max(0, Math.min(255, value));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  /** What a command said, and how it ended. */
  record Said(int code, String out, String err) {
    /** Both streams. */
    String all() {
      return out + err;
    }
  }

  /** {@code reflux COMMAND p.conf -D …}. */
  Said check(String... settings) {
    return reflux(withSettings(List.of("check", at("p.conf").toString()), settings));
  }

  /** {@code reflux run p.conf --run-dir NAME -D …}. */
  Said run(String name, String... settings) {
    return reflux(
        withSettings(
            List.of("run", at("p.conf").toString(), "--run-dir", at(name).toString()), settings));
  }

  private static String[] withSettings(List<String> command, String... settings) {
    List<String> words = new ArrayList<>(command);
    for (String setting : settings) {
      words.add("-D");
      words.add(setting);
    }
    return words.toArray(String[]::new);
  }

  /** Any command. */
  Said reflux(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(words);
    return new Said(code, out.toString(), err.toString());
  }
}
