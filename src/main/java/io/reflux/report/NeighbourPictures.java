package io.reflux.report;

import io.reflux.pipeline.Task;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TensorBoardPictures;
import io.reflux.rundir.TensorBoardPictures.TaskStudent;
import io.reflux.wire.ImageEvent;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Queries beside their nearest neighbours, for TensorBoard: a picture for each query, the query
 * first in a gray frame, then what was found, in green of the query's class, in red of another.
 * They are those of the report, of the embeddings as they were last measured.
 */
final class NeighbourPictures {
  private static final int SIDE = 72;
  private static final int FRAME = 4;
  private static final int CELL = SIDE + 2 * FRAME;
  private static final int GAP = 4;
  private static final Color QUERY = Color.GRAY;
  private static final Color RIGHT = new Color(0x2E9E5B);
  private static final Color WRONG = new Color(0xD64545);

  private final RunContent content;
  private final double seconds;

  private NeighbourPictures(RunContent content, double seconds) {
    this.content = content;
    this.seconds = seconds;
  }

  /** Writes those of a run's networks; nothing of one whose images can't be had. */
  static void write(RunDirectory run, RunContent content) throws IOException {
    List<String> tasks =
        RunContent.known(run).stream()
            .flatMap(pipeline -> pipeline.tasks().stream())
            .map(Task::name)
            .toList();
    Map<TaskStudent, Long> steps = new LinkedHashMap<>();
    run.evaluations(row -> steps.put(new TaskStudent(row.task(), row.student()), row.step()));
    NeighbourPictures pictures =
        new NeighbourPictures(content, System.currentTimeMillis() / 1000.0);
    for (StudentContent student : content.students()) {
      Optional<TaskStudent> of = of(student.name(), tasks);
      if (of.isPresent() && content.parts().containsKey(student.name())) {
        long step = steps.getOrDefault(of.get(), 0L);
        TensorBoardPictures.write(run, of.get(), pictures.of(student, step));
      }
    }
  }

  /** A file of embeddings is named for its task and network. */
  private static Optional<TaskStudent> of(String name, List<String> tasks) {
    return tasks.stream()
        .filter(task -> name.startsWith(task + "-"))
        .max(Comparator.comparing(String::length))
        .map(task -> new TaskStudent(task, name.substring(task.length() + 1)));
  }

  private List<ImageEvent> of(StudentContent student, long step) throws IOException {
    List<ImageEvent> events = new ArrayList<>();
    for (Map.Entry<String, List<Gallery.Row>> kind :
        Map.of("random", student.gallery().random(), "worst", student.gallery().worst())
            .entrySet()) {
      for (int i = 0; i < kind.getValue().size(); i++) {
        events.add(
            new ImageEvent(
                seconds,
                step,
                kind.getKey() + "/" + (i + 1),
                encoded(drawn(kind.getValue().get(i), student.name()))));
      }
    }
    events.sort(Comparator.comparing(ImageEvent::tag));
    return events;
  }

  private BufferedImage drawn(Gallery.Row row, String student) throws IOException {
    List<String> parts = content.parts().getOrDefault(student, List.of("", ""));
    int cells = 1 + row.found().size();
    BufferedImage sheet =
        new BufferedImage(cells * (CELL + GAP) - GAP, CELL, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    cell(graphics, 0, QUERY, parts.get(0) + ":" + row.query());
    for (int i = 0; i < row.found().size(); i++) {
      Gallery.Hit hit = row.found().get(i);
      Color frame = hit.label() == row.label() ? RIGHT : WRONG;
      cell(graphics, i + 1, frame, parts.get(1) + ":" + hit.example());
    }
    graphics.dispose();
    return sheet;
  }

  private void cell(Graphics2D graphics, int place, Color frame, String picture)
      throws IOException {
    int left = place * (CELL + GAP);
    graphics.setColor(frame);
    graphics.fillRect(left, 0, CELL, CELL);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(left + FRAME, FRAME, SIDE, SIDE);
    String address = content.pictures().get(picture);
    if (address != null) {
      byte[] png = Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1));
      BufferedImage small = ImageIO.read(new ByteArrayInputStream(png));
      int x = left + FRAME + (SIDE - small.getWidth()) / 2;
      graphics.drawImage(small, x, FRAME + (SIDE - small.getHeight()) / 2, null);
    }
  }

  private static ImageEvent.Encoded encoded(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return new ImageEvent.Encoded(
        picture.getWidth(), picture.getHeight(), ByteBuffer.wrap(bytes.toByteArray()));
  }
}
