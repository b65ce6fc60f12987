package io.reflux.task;

import io.reflux.network.FrozenModel;
import io.reflux.network.FrozenNetwork;
import io.reflux.node.Nodes;
import io.reflux.node.OfferedImages;
import io.reflux.node.TeacherOffer;
import io.reflux.stage.StageFactory;
import io.reflux.stage.Timeouts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Loads networks that are measured: onto a node that offers an evaluator, else here.
 *
 * @param nodes evaluators on other machines, if the run takes any
 * @param stages makes what stages work with
 * @param timeouts how long an answer may take
 * @param images what they are shown
 */
record MeasuredNetworks(Nodes nodes, StageFactory stages, Timeouts timeouts, OfferedImages images) {

  /** A frozen network, of which all is written. */
  FrozenModel load(String subject, FrozenSource.Written written, Models.Inference inference) {
    return load(
        subject,
        written.files(),
        written.code(),
        inference,
        () -> written.loading().apply(inference));
  }

  /**
   * A network.
   *
   * @param subject whose it is, as it is shown
   * @param files all that it is read from
   * @param code what is loaded of them
   * @param inference how it is computed
   * @param loading loads it onto the calling thread
   */
  FrozenModel load(
      String subject,
      List<Path> files,
      FrozenNetwork.Code code,
      Models.Inference inference,
      Supplier<FrozenModel> loading) {
    return nodes.measured(
        new Nodes.Measured(
            subject,
            new TeacherOffer.Written(files, code, inference.threads(), inference.rowsAtOnce()),
            inference.device(),
            timeouts.answer(),
            Optional.of(images)),
        () -> stages.measured(loading));
  }
}
