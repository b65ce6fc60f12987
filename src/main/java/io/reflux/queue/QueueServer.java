package io.reflux.queue;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.keep.ChildCommand;
import io.reflux.pipeline.StatusSpec;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TokenFile;
import io.reflux.setting.InputException;
import io.reflux.stage.Failures;
import io.reflux.status.AccessToken;
import io.reflux.status.Admission;
import io.reflux.status.Listening;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Serves the queue of one folder: watches it, runs what lies there, answers questions. */
public final class QueueServer implements AutoCloseable {
  private static final Duration A_DAY = Duration.ofDays(1);

  private final FileChannel lock;
  private final ActorSystem<QueueActor.Command> system;
  private final ServerBinding binding;
  private final Plan plan;

  private QueueServer(
      FileChannel lock, ActorSystem<QueueActor.Command> system, ServerBinding binding, Plan plan) {
    this.lock = lock;
    this.system = system;
    this.binding = binding;
    this.plan = plan;
  }

  /**
   * What is served, and how.
   *
   * @param folder the queue
   * @param settings what the machine allows
   * @param address where it listens
   * @param reflux how another process of this program is started
   */
  public record Plan(
      QueueFolder folder, QueueSettings settings, Address address, ChildCommand reflux) {

    private StatusSpec listening() {
      return new StatusSpec(
          address.host(),
          address.port(),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          List.of(),
          address.tls(),
          new StatusSpec.Limits(128, 0, 200));
    }
  }

  /**
   * Where a queue listens.
   *
   * @param host the address
   * @param port the port; 0 for any that is free
   * @param tls its certificate and key; empty for plain HTTP
   */
  public record Address(String host, int port, Optional<StatusSpec.Tls> tls) {}

  /**
   * Begins to serve.
   *
   * @throws InputException if another process serves the folder
   * @throws IOException if its files can't be written, or the address is taken
   */
  public static QueueServer start(Plan plan) throws IOException {
    return start(
        plan, new ProcessRunner(plan.folder(), plan.reflux(), plan.settings().checkPatience()));
  }

  static QueueServer start(Plan plan, RunProcesses runner) throws IOException {
    FileChannel lock = lock(plan.folder());
    QueueActor.Dependencies given =
        new QueueActor.Dependencies(plan.folder(), plan.settings(), runner);
    ActorSystem<QueueActor.Command> system =
        ActorSystem.create(
            QueueActor.create(given),
            "queue",
            config(),
            DispatcherSelector.fromConfig("reflux.file-dispatcher"));
    try {
      ServerBinding binding = bind(system, plan).toCompletableFuture().join();
      FolderWatch.of(plan.folder().root(), plan.settings().listing())
          .runForeach(names -> system.tell(new QueueActor.Seen(names)), system);
      QueueServer server = new QueueServer(lock, system, binding, plan);
      if (plan.listening().tls().isPresent()) {
        Files.copy(
            plan.listening().tls().get().certificate(),
            plan.folder().certificate(),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(plan.folder().url(), server.url() + "\n");
      return server;
    } catch (IOException | RuntimeException e) {
      system.terminate();
      lock.close();
      throw e;
    }
  }

  private static CompletionStage<ServerBinding> bind(
      ActorSystem<QueueActor.Command> system, Plan plan) throws IOException {
    StatusSpec spec = plan.listening();
    String configured = ConfigFactory.load().getString("reflux.status-token");
    String token = TokenFile.or(configured, new RunDirectory(plan.folder().own()));
    Admission admission = new Admission(system, spec, new AccessToken(token));
    ActorRef<QueueActor.Command> queue = system;
    return Listening.at(system, spec, "reflux.queue")
        .bind(
            new QueueRoutes(system, queue, plan.folder(), admission, new RunAnswers(configured))
                .all());
  }

  private static Config config() {
    Config all = ConfigFactory.load();
    return all.getConfig("reflux.status-system").withFallback(all);
  }

  private static FileChannel lock(QueueFolder folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // this process has it
    }
    channel.close();
    throw new InputException(
        folder.root() + ": served by another process (expected: one at a time)");
  }

  /** Where it answers, as {@code http://127.0.0.1:41233/}. */
  public String url() {
    String host = binding.localAddress().getAddress().getHostAddress();
    return Listening.url(binding, plan.listening(), host);
  }

  /** All entries, whose turn is first first. */
  public List<EntryView> entries() {
    CompletionStage<List<QueueEntry>> all =
        AskPattern.ask(system, QueueActor.GetEntries::new, A_DAY, system.scheduler());
    return all.toCompletableFuture().join().stream()
        .map(entry -> EntryView.of(entry, plan.folder()))
        .toList();
  }

  /**
   * Does something with an entry.
   *
   * @throws InputException if it can't be done where the entry stands
   */
  public void steer(String name, Order order) {
    CompletionStage<QueueEntry> done =
        AskPattern.askWithStatus(
            system,
            replyTo -> new QueueActor.Steer(name, order, 0, replyTo),
            A_DAY,
            system.scheduler());
    try {
      done.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new InputException(Failures.sentence(Failures.cause(e)), e);
    }
  }

  /** Tells all runs to write a checkpoint and leave, and waits until they have. */
  public void leave() {
    CompletionStage<Done> left =
        AskPattern.ask(system, QueueActor.Leave::new, A_DAY, system.scheduler());
    left.toCompletableFuture().join();
  }

  /** Stops serving; processes of runs stay as they are. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(plan.folder().url());
    Files.deleteIfExists(plan.folder().certificate());
    binding.terminate(Duration.ofSeconds(1)).toCompletableFuture().join();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    lock.close();
  }
}
