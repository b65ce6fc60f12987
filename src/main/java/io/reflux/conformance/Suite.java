package io.reflux.conformance;

import java.io.IOException;
import java.util.List;

/** The checks of one kind of golden case. */
public interface Suite {

  /**
   * The kind, as {@link Golden#kinds} finds it: {@code losses}, {@code miners}, {@code optimizers},
   * {@code trajectories}, {@code networks}, {@code checkpoints}, {@code transforms}, {@code
   * datasets}, {@code metrics}.
   */
  String kind();

  /**
   * Lists the cases of a folder without running them.
   *
   * @throws IOException if the index names a file that can't be read, or one that isn't JSON
   */
  List<Case> cases(Golden golden) throws IOException;
}
