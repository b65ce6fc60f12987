package io.reflux.report;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.evaluate.EmbeddingFile;
import io.reflux.evaluate.EmbeddingSet;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Writes the folder of a run that never was: three test classes of eight images. */
public final class RunFolders {
  private static final int CLASSES = 3;
  private static final int IMAGES = 8;

  private RunFolders() {}

  public static Path write(Path root, String name, long seed) throws IOException {
    Path run = Files.createDirectories(root.resolve(name));
    images(root.resolve("images"));
    Files.writeString(
        run.resolve("pipeline.conf"),
        String.format(
            """
            name = tiny
            data { dataset = image-folder, root = "%s" }
            tasks = [ { name = target, train {
              network { backbone = conv4, embedding = 4 }
              method { type = proxy-anchor }
              sampler { batch-size = 4, images-per-class = 2 }
              views {
                train { steps = [ { type = random-resized-crop, side = 32 } ] }
                test { steps = [ { type = resize, side = 32, square = true } ] }
              }
              epochs = 5
            } } ] # </script><script>alert("from the file")
            """,
            root.resolve("images")));
    steps(run);
    Files.writeString(run.resolve("summary.json"), summary(seed));
    Draws draws = Chance.of(seed).draws();
    float[] rows = new float[CLASSES * IMAGES * 4];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (draws.nextGaussian() * 0.4 + (i % 4 == i / 4 / IMAGES ? 1 : 0));
    }
    int[] labels = IntStream.range(0, CLASSES * IMAGES).map(i -> i / IMAGES).toArray();
    Path folder = Files.createDirectories(run.resolve("embeddings"));
    new EmbeddingFile(
            new EmbeddingSet(rows, 4, labels), IntStream.range(0, labels.length).toArray())
        .write(folder.resolve("target-student.safetensors"));
    return run;
  }

  private static void steps(Path run) throws IOException {
    StringBuilder steps =
        new StringBuilder("task,student,epoch,step,loss,learning_rate,images_per_second\n");
    StringBuilder timeline = new StringBuilder("seconds,task,stage,busy_share,queue_depth\n");
    for (int step = 1; step <= 50; step++) {
      for (String student : new String[] {"student", "baseline"}) {
        double loss = Math.exp(-step / 20.0) + (student.equals("student") ? 0 : 0.2);
        steps.append(
            String.format(
                Locale.ROOT, "target,%s,%d,%d,%f,0.001,120.5%n", student, step / 10, step, loss));
      }
      timeline.append(String.format(Locale.ROOT, "%d,target,loader,0.5,1%n", 2 * step));
      timeline.append(String.format(Locale.ROOT, "%d,target,trainer,0.95,0%n", 2 * step));
    }
    Files.writeString(run.resolve("metrics.csv"), steps + "target,student,6,51,0.0"); // cut off
    Files.writeString(run.resolve("timeline.csv"), timeline);
    Files.writeString(
        run.resolve("evaluations.csv"),
        """
        task,student,epoch,step,metrics
        target,student,1,10,recall@1=0.5 map@r=0.25
        target,student,2,20,recall@1=0.75 map@r=0.5
        """);
  }

  private static String summary(long seed) {
    return String.format(
        """
        { "pipeline": "tiny", "version": "0.1", "seed": %d, "seconds": 61.5, "liveTensors": 0,
          "tasks": [ { "task": "target", "epochs": 5, "steps": 50, "seconds": 60,
            "imagesPerSecond": 120.5, "teacher": { "recall@1": 0.875 },
            "students": { "student": { "parameters": 100, "embeddingSize": 4,
              "best": { "recall@1": 0.%d5, "map@r": 0.5 }, "bestEpoch": 2,
              "last": { "recall@1": 0.7, "map@r": 0.45 }, "lastEpoch": 5 } },
            "busyShares": { "loader": 0.5 }, "unreadable": [], "cacheHits": 3, "cacheMisses": 1 } ] }
        """,
        seed, seed);
  }

  private static void images(Path root) throws IOException {
    for (String half : new String[] {"a-class-", "class-"}) { // the first half is for training
      for (int i = 0; i < CLASSES * IMAGES; i++) {
        Path folder = Files.createDirectories(root.resolve(half + i / IMAGES));
        BufferedImage image = new BufferedImage(90, 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        int label = i / IMAGES;
        graphics.setColor(Color.getHSBColor(label / 3f, 0.8f, 0.5f + i % IMAGES / 16f));
        graphics.fillRect(5, 5, 60, 30);
        graphics.dispose();
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
  }
}
