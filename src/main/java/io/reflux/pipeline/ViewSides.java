package io.reflux.pipeline;

import io.reflux.method.Method;
import io.reflux.network.Network;
import io.reflux.setting.InputException;
import io.reflux.teacher.CacheMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether what networks answer to training views of several sides can stand in one batch. */
final class ViewSides {
  private ViewSides() {}

  /** Notes what a student can't answer alike about all views that it sees. */
  static void checkStudents(TaskDraft draft, Learn learn) {
    for (StudentSpec student : learn.students().values()) {
      Method method = student.method().value();
      Set<String> outputs = new TreeSet<>(method.studentOutputs());
      method.momentum().ifPresent(momentum -> outputs.addAll(momentum.outputs()));
      Stream<Integer> views =
          Stream.concat(
              method.views().student(learn.views().count()).stream(),
              method.momentum().map(momentum -> momentum.view()).stream());
      List<Integer> sides = sides(learn, views);
      differing(student.network().build(), outputs, sides)
          .ifPresent(what -> refuse(draft, learn, student.name() + " reads " + what));
    }
  }

  /** Notes what a teacher can't answer alike about all views that it is shown. */
  static void checkTeacher(TaskDraft draft, Learn learn, TeacherName name, Network teacher) {
    TeacherSpec spec = learn.teachers().get(name);
    if (spec != null && spec.cache().mode() != CacheMode.CLEAN) {
      Set<String> outputs = new TreeSet<>();
      learn.students().values().forEach(s -> outputs.addAll(s.method().value().teacherOutputs()));
      differing(teacher, name.own(outputs), sides(learn, learn.taughtViews().stream()))
          .ifPresent(what -> refuse(draft, learn, "the teacher is asked for " + what));
    }
  }

  private static void refuse(TaskDraft draft, Learn learn, String reason) {
    String expected = "views of the side of train, " + learn.views().train().side();
    draft.body().section("views").refuse("further", expected + ": " + reason);
  }

  /** A missing view is noted elsewhere. */
  private static List<Integer> sides(Learn learn, Stream<Integer> views) {
    return learn.views().sides(views.filter(view -> view < learn.views().count()).toList());
  }

  private static Optional<String> differing(
      Network network, Set<String> outputs, List<Integer> sides) {
    if (sides.size() < 2) {
      return Optional.empty();
    }
    for (String output : outputs) {
      Set<String> shapes = new TreeSet<>();
      List<String> rows = new ArrayList<>();
      for (int side : sides) {
        String row = row(network, output, side);
        shapes.add(row);
        rows.add(row + " at side " + side);
      }
      if (shapes.size() > 1) {
        return Optional.of(output + ", whose rows are " + String.join(" and ", rows));
      }
    }
    return Optional.empty();
  }

  /** The shape of a row, in words; outputs that aren't there are noted elsewhere. */
  private static String row(Network network, String output, int side) {
    try {
      long[] shape = network.outputShapes(side).getOrDefault(output, new long[0]);
      return Arrays.stream(shape).skip(1).mapToObj(Long::toString).collect(Collectors.joining("×"));
    } catch (InputException e) {
      return "none (" + e.getMessage() + ")";
    }
  }
}
