package io.reflux.pipeline;

import io.reflux.network.ForeignProgram;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a model that only answers comes from: a teacher, or what is measured. */
public sealed interface ModelSource {

  /** Does what a visitor does with a source of its kind. */
  <R> R visit(Visitor<R> visitor);

  /** Something that is done with a source, a method for each kind. */
  interface Visitor<R> {
    /** With a student of an earlier task. */
    R student(Student source);

    /** With a network and published weights. */
    R published(Published source);

    /** With a program. */
    R foreign(Foreign source);
  }

  /**
   * A student of an earlier task.
   *
   * @param task the task that trained it
   * @param name its name in that task
   * @param weights which of its weights: {@code best} or {@code last}
   */
  record Student(String task, String name, String weights) implements ModelSource {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.student(this);
    }

    @Override
    public Optional<Student> student() {
      return Optional.of(this);
    }

    @Override
    public String words() {
      return task + "." + name;
    }

    @Override
    public List<Path> files() {
      return List.of();
    }
  }

  /**
   * A network with weights out of a file, as somebody has published them.
   *
   * @param network what it is; its weights are named
   */
  record Published(NetworkSettings network) implements ModelSource {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.published(this);
    }

    @Override
    public String words() {
      return network.weights().map(each -> fileName(each.file())).orElse("");
    }

    @Override
    public List<Path> files() {
      return network.weights().map(each -> List.of(each.file())).orElse(List.of());
    }
  }

  /**
   * A program of anybody's making.
   *
   * @param program the program, and how it is asked
   */
  record Foreign(ForeignProgram program) implements ModelSource {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.foreign(this);
    }

    @Override
    public String words() {
      return fileName(program.file());
    }

    @Override
    public List<Path> files() {
      return program.files();
    }
  }

  /** What people call it: {@code source.small}, or the name of a file. */
  String words();

  /** The files that it is read from, those of this run excepted. */
  List<Path> files();

  /** The student that it is, if it is one. */
  default Optional<Student> student() {
    return Optional.empty();
  }

  /** Reads {@code task = …}, {@code network { … }} or {@code program = …}. */
  static ModelSource read(Section section, String weights) {
    boolean network = section.has("network");
    boolean program = section.has("program");
    if ((network && program) || ((network || program) && section.has("task"))) {
      section.refuse("exactly one of task = …, network { … }, program = …");
    }
    if (program) {
      return new Foreign(ForeignProgram.read(section));
    }
    if (network) {
      NetworkSettings settings = WarmStart.network(section.section("network"));
      if (settings.weights().isEmpty()) {
        section.refuse("network", "weights = a file: a network that learns nothing must have some");
      }
      return new Published(settings);
    }
    ModelName model = ModelName.read(section);
    return new Student(model.task(), model.student(), weights);
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }
}
