package io.reflux.pipeline;

import io.reflux.batch.ViewGroup;
import io.reflux.method.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The images that a student's network runs on in a step, by their sides: a network runs once for
 * each side.
 *
 * @param side of the images, in pixels
 * @param ofAnExample how many images of each example
 */
record StudentRows(int side, int ofAnExample) {

  /** Those of a student of a training. */
  static List<StudentRows> of(Learn learn, StudentSpec student) {
    List<Integer> sides =
        student.method().value().views().student(learn.views().count()).stream()
            .map(view -> learn.views().recipes().get(view).side())
            .toList();
    return ViewGroup.of(sides).stream()
        .map(group -> new StudentRows(group.side(), group.views().size()))
        .toList();
  }

  /** What a student's network answers in training. */
  static Collection<String> outputs(StudentSpec student) {
    Method method = student.method().value();
    TreeSet<String> outputs = new TreeSet<>(method.studentOutputs());
    method.momentum().ifPresent(momentum -> outputs.addAll(momentum.outputs()));
    return outputs;
  }

  /** How many rows each piece of a batch of so many examples has, those of one number once. */
  List<Long> pieces(StudentSpec student, int examples) {
    long rows = (long) examples * ofAnExample;
    long piece = student.place().synchronised() ? rows : student.place().piece(rows);
    List<Long> sizes = new ArrayList<>(List.of(Math.min(rows, piece)));
    if (rows > piece && rows % piece > 0) {
      sizes.add(rows % piece);
    }
    return sizes;
  }
}
