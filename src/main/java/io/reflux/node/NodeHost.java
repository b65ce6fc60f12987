package io.reflux.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.reflux.batch.DecodingThreads;
import io.reflux.engine.Device;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.stage.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that offers lanes to runs: it waits for one, works for it, outlives it and waits again.
 * A cluster ends with its run, and whoever was cut off from one can't come back to it: each time
 * there are new actors. Those of the last run are not waited for any longer than a while: a lane
 * may hang in native code, and so may a connection that was cut.
 */
public final class NodeHost {
  private static final Logger LOG = LoggerFactory.getLogger(NodeHost.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Config application;
  private final Plan plan;
  private final NodeModels models;
  private final Consumer<String> saying;
  private final CompletableFuture<Done> stopped = new CompletableFuture<>();

  /**
   * What a node offers to whom.
   *
   * @param run where runs are to be found
   * @param place where the node is reached
   * @param devices where it has lanes
   * @param evaluators so many networks may be measured on them at once
   * @param folder where programs of teachers are kept
   * @param data where datasets lie that the node reads itself
   * @param timeouts how long lanes may take, and how often they begin afresh
   */
  public record Plan(
      InetSocketAddress run,
      ClusterSpec place,
      List<Device> devices,
      int evaluators,
      Path folder,
      Data data,
      Timeouts timeouts) {

    /**
     * Datasets that a node reads itself.
     *
     * @param roots where each lies, by its name; empty for where the run has it
     * @param loaders how many images are decoded at once
     */
    public record Data(Map<String, Optional<Path>> roots, int loaders) {
      /** None. */
      public static final Data NONE = new Data(Map.of(), 1);
    }
  }

  /**
   * A node that hasn't begun.
   *
   * @param models loads teachers
   * @param saying takes sentences on what it is about
   */
  public NodeHost(Config application, Plan plan, NodeModels models, Consumer<String> saying) {
    this.models = models;
    this.application = application;
    this.plan = plan;
    this.saying = saying;
  }

  /** Leaves, as soon as it can; what it was at is asked of others. */
  public void stop() {
    stopped.complete(Done.getInstance());
  }

  /**
   * Works until it is told to stop; the calling thread waits.
   *
   * @throws IOException if the secret can't be read
   * @throws io.reflux.setting.InputException if others could reach it who need not know a secret
   */
  public void run() throws IOException {
    Proof proof = Proof.by(plan.place().secret());
    ExecutorService decoding = DecodingThreads.of(plan.data().loaders(), "node-loader");
    try {
      run(proof, decoding);
    } finally {
      decoding.shutdown();
    }
  }

  private void run(Proof proof, ExecutorService decoding) {
    Config settings = ClusterSettings.ofNode(application, plan.place(), plan.run());
    while (!stopped.isDone()) {
      saying.accept(
          "waiting for a run at " + plan.run().getHostString() + ":" + plan.run().getPort());
      CompletableFuture<Done> over = new CompletableFuture<>();
      ActorSystem<NodeAgent.Command> system =
          ActorSystem.create(
              NodeAgent.create(dependencies(proof, decoding, over)),
              ClusterSettings.SYSTEM,
              settings);
      CompletableFuture<Done> ended = system.getWhenTerminated().toCompletableFuture();
      CoordinatedShutdown.get(system)
          .addTask(
              CoordinatedShutdown.PhaseBeforeServiceUnbind(),
              "over",
              () -> {
                over.complete(Done.getInstance());
                return over;
              });
      CompletableFuture.anyOf(stopped, over, ended).join();
      system.terminate();
      await(ended, application.getDuration("reflux.leaving"));
      if (!ended.isDone()) {
        LOG.warn("the actors of the last run have not ended: a lane or a connection hangs");
      }
      await(stopped, PAUSE);
    }
  }

  /** What is opened of a run's data ends with the run. */
  private NodeAgent.Dependencies dependencies(
      Proof proof, ExecutorService decoding, CompletableFuture<Done> over) {
    return new NodeAgent.Dependencies(
        plan.devices(),
        plan.evaluators(),
        models,
        new ProgramStore(plan.folder()),
        new NodeData(plan.data().roots(), decoding),
        proof,
        plan.timeouts(),
        saying,
        () -> over.complete(Done.getInstance()));
  }

  private static void await(CompletableFuture<Done> end, Duration longest) {
    try {
      end.copy()
          .completeOnTimeout(Done.getInstance(), longest.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      LOG.warn("the actors did not end well", e);
    }
  }
}
