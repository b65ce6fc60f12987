package io.reflux.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.reflux.keep.KeepAliveSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue with processes that are none. */
class QueueActorTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final KeepAliveSettings KEEP =
      new KeepAliveSettings(10, Duration.ofHours(1), 3, Duration.ofMillis(1), Duration.ofMillis(1));

  @TempDir private Path root;
  private final FakeRunner runner = new FakeRunner();
  private ActorRef<QueueActor.Command> queue = KIT.system().ignoreRef();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void serve() {
    queue = served(1, 0);
  }

  private ActorRef<QueueActor.Command> served(int slots, int keepDone) {
    QueueSettings settings =
        new QueueSettings(
            slots, 0, 0, 1, Duration.ofDays(1), Duration.ofDays(1), keepDone, KEEP, List.of());
    return KIT.spawn(
        QueueActor.create(new QueueActor.Dependencies(QueueFolder.in(root), settings, runner)));
  }

  @Test
  void filesRunOneAfterAnotherByPriority() throws IOException {
    put("b");
    awaitAlive("b");
    put("b", "a", "10-late");
    awaitState("10-late", EntryState.WAITING);
    awaitState("a", EntryState.WAITING);
    runner.end("b", 0);
    awaitAlive("10-late");
    runner.end("10-late", 0);
    awaitAlive("a");
    runner.end("a", 0);
    awaitState("a", EntryState.DONE);
    assertThat(runner.started).containsExactly("b", "10-late", "a");
  }

  @Test
  void sideBySideButForADeviceThatIsTaken() throws IOException {
    queue = served(2, 0);
    runner.checks.put("1-a", new RunProcesses.Checked(List.of(), List.of("gpu0")));
    runner.checks.put("2-b", new RunProcesses.Checked(List.of(), List.of("gpu0", "gpu1")));
    put("1-a", "2-b", "3-c", "4-d");
    awaitAlive("1-a", "3-c");
    runner.end("3-c", 0);
    awaitAlive("1-a", "4-d");
    runner.end("1-a", 0);
    awaitAlive("2-b", "4-d");
  }

  @Test
  void aWrongFileIsListedAndBlocksNothing() throws IOException {
    runner.checks.put(
        "1-bad", new RunProcesses.Checked(List.of("bad.conf:1: x", "1 problem"), List.of()));
    put("1-bad", "good");
    awaitAlive("good");
    assertThat(entry("1-bad").state()).isEqualTo(EntryState.REFUSED);
    assertThat(entry("1-bad").sentences()).containsExactly("bad.conf:1: x", "1 problem");
    runner.checks.clear();
    Files.writeString(root.resolve("1-bad.conf"), "mended, and longer");
    seen("1-bad", "good");
    awaitState("1-bad", EntryState.WAITING);
  }

  @Test
  void aProcessThatDiesBeginsAgainAndIsGivenUpInTheEnd() throws IOException {
    put("a", "b");
    awaitAlive("a");
    for (int i = 1; i <= 2; i++) {
      runner.end("a", 139);
      awaitAlive("a");
      assertThat(entry("a").restarts()).isEqualTo(i);
      assertThat(entry("a").sentences())
          .containsExactly("SIGSEGV, before the first step; begun again");
    }
    runner.end("a", 139);
    awaitAlive("b");
    assertThat(entry("a").state()).isEqualTo(EntryState.FAILED);
    assertThat(entry("a").sentences()).hasSize(2).last().isEqualTo("said a");
    steer("a", Order.RESUME, 0);
    awaitState("a", EntryState.WAITING);
  }

  @Test
  void whatIsPausedGivesItsPlaceAndGoesOnLater() throws IOException {
    put("a", "b");
    awaitAlive("a");
    assertThat(steer("a", Order.PAUSE, 0).getValue().state()).isEqualTo(EntryState.PAUSING);
    assertThat(runner.stopped).containsExactly("a");
    runner.end("a", 143);
    awaitAlive("b");
    assertThat(entry("a").state()).isEqualTo(EntryState.PAUSED);
    steer("a", Order.RESUME, 0);
    awaitState("a", EntryState.WAITING);
    steer("b", Order.CANCEL, 0);
    runner.end("b", 143);
    awaitAlive("a");
    assertThat(entry("b").state()).isEqualTo(EntryState.CANCELLED);
  }

  @Test
  void ordersThatCannotBeAreSentences() throws IOException {
    put("a");
    awaitAlive("a");
    assertThat(steer("nobody", Order.PAUSE, 0).getError())
        .hasMessage("queue: nobody (expected: a name of it)");
    assertThat(steer("a", Order.RESUME, 0).getError())
        .hasMessage("queue.a: running (expected: paused, failed or cancelled)");
    runner.end("a", 0);
    awaitState("a", EntryState.DONE);
    assertThat(steer("a", Order.CANCEL, 0).getError())
        .hasMessage("queue.a: done (expected: waiting or running)");
  }

  @Test
  void aPriorityChangesTheOrder() throws IOException {
    put("a", "b", "c");
    awaitAlive("a");
    awaitState("c", EntryState.WAITING);
    steer("c", Order.PRIORITY, 3);
    runner.end("a", 0);
    awaitAlive("c");
  }

  @Test
  void aQueueThatWasKilledFindsItsProcessesAndBeginsTheOthersAgain() throws IOException {
    queue = served(2, 0);
    put("a", "b", "c");
    awaitAlive("a", "b");
    awaitState("c", EntryState.WAITING);
    KIT.stop(queue); // it writes nothing when it ends
    runner.end("b", 0); // nobody hears
    queue = served(2, 0);
    awaitAlive("a", "b");
    assertThat(runner.started).containsExactly("a", "b", "b");
    runner.end("a", 0);
    awaitAlive("b", "c");
    assertThat(entry("a").state()).isEqualTo(EntryState.DONE);
  }

  @Test
  void whoLeavesStopsItsProcessesAndLeavesThemRunningByItsFiles() throws IOException {
    put("a", "b");
    awaitAlive("a");
    TestProbe<Done> left = KIT.createTestProbe();
    queue.tell(new QueueActor.Leave(left.ref()));
    await().untilAsserted(() -> assertThat(runner.stopped).containsExactly("a"));
    left.expectNoMessage(Duration.ofMillis(1));
    runner.end("a", 143);
    left.receiveMessage();
    assertThat(runner.alive()).isEmpty();
    queue = served(1, 0);
    awaitAlive("a");
  }

  @Test
  void aFileThatChangesUnderItsRunIsTold() throws IOException {
    put("a");
    awaitAlive("a");
    Files.writeString(root.resolve("a.conf"), "something else");
    seen("a");
    await()
        .untilAsserted(
            () ->
                assertThat(entry("a").sentences())
                    .singleElement()
                    .asString()
                    .startsWith("the file was changed when the run had begun"));
    assertThat(entry("a").state()).isEqualTo(EntryState.RUNNING);
  }

  @Test
  void whatNeverRanLeavesWithItsFile() throws IOException {
    put("a", "b");
    awaitAlive("a");
    awaitState("b", EntryState.WAITING);
    seen("a");
    await()
        .untilAsserted(() -> assertThat(entries()).extracting(QueueEntry::name).containsOnly("a"));
  }

  @Test
  void onlyDirectoriesOfRunsThatAreDoneAreRemoved() throws IOException {
    queue = served(1, 1);
    put("a", "b", "c");
    awaitAlive("a");
    finish("a", 1000);
    awaitAlive("b");
    Path halfway = Files.createDirectories(root.resolve("runs/c"));
    finish("b", 2000);
    awaitAlive("c");
    assertThat(root.resolve("runs/a")).doesNotExist();
    assertThat(root.resolve("runs/b")).exists();
    assertThat(halfway).exists();
    assertThat(entry("a").sentences()).containsExactly("its directory was removed");
    seen("a", "b", "c");
    assertThat(entry("a").state()).as("it does not run again").isEqualTo(EntryState.DONE);
  }

  private void finish(String name, long when) throws IOException {
    Path run = Files.createDirectories(root.resolve("runs").resolve(name));
    Files.writeString(run.resolve("summary.json"), "{}");
    Files.setLastModifiedTime(
        run.resolve("summary.json"), java.nio.file.attribute.FileTime.fromMillis(when));
    runner.end(name, 0);
  }

  private void put(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(root.resolve(name + ".conf"), "x");
    }
    seen(names);
  }

  private void seen(String... names) {
    queue.tell(new QueueActor.Seen(List.of(names)));
  }

  private void awaitAlive(String... names) {
    await().untilAsserted(() -> assertThat(runner.alive()).containsExactly(names));
  }

  private void awaitState(String name, EntryState state) {
    await().untilAsserted(() -> assertThat(entry(name).state()).isEqualTo(state));
  }

  private QueueEntry entry(String name) {
    return entries().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  private List<QueueEntry> entries() {
    TestProbe<List<QueueEntry>> probe = KIT.createTestProbe();
    queue.tell(new QueueActor.GetEntries(probe.ref()));
    return probe.receiveMessage();
  }

  private StatusReply<QueueEntry> steer(String name, Order order, int number) {
    TestProbe<StatusReply<QueueEntry>> probe = KIT.createTestProbe();
    queue.tell(new QueueActor.Steer(name, order, number, probe.ref()));
    return probe.receiveMessage();
  }
}
