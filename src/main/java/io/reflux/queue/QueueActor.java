package io.reflux.queue;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.reflux.keep.ChildExit;
import io.reflux.keep.RestartNote;
import io.reflux.keep.RestartPolicy;
import io.reflux.rundir.Reached;
import io.reflux.setting.InputException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Owns a queue: what is in it, whose turn it is, and which processes are there. */
final class QueueActor {
  /** What a queue is told. */
  sealed interface Command {}

  /** The names of all files that lie in the folder now. */
  record Seen(List<String> names) implements Command {}

  /** Tell all entries, whose turn is first first. */
  record GetEntries(ActorRef<List<QueueEntry>> replyTo) implements Command {}

  /** Do something with an entry; refused in a sentence if that can't be. */
  record Steer(String name, Order order, int number, ActorRef<StatusReply<QueueEntry>> replyTo)
      implements Command {}

  /** Tell all processes to write a checkpoint and leave; they go on when a queue begins again. */
  record Leave(ActorRef<Done> replyTo) implements Command {}

  private record Checked(String name, RunProcesses.Checked result) implements Command {}

  private record Ended(String name, @Nullable ChildExit exit, @Nullable Throwable error)
      implements Command {}

  private record Again(String name) implements Command {}

  /**
   * What a queue works with.
   *
   * @param folder its files
   * @param settings what a machine allows
   * @param runner the processes
   */
  record Dependencies(QueueFolder folder, QueueSettings settings, RunProcesses runner) {}

  static Behavior<Command> create(Dependencies dependencies) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new QueueActor(context, timers, dependencies).begin()));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Dependencies given;
  private final Book book;
  private final QueueRetention retention;
  private final Map<String, RestartPolicy> policies = new HashMap<>();
  private final Set<String> alive = new HashSet<>();
  private @Nullable ActorRef<Done> leaving;

  private QueueActor(
      ActorContext<Command> context, TimerScheduler<Command> timers, Dependencies given) {
    this.context = context;
    this.timers = timers;
    this.given = given;
    book = new Book(given.folder());
    retention = new QueueRetention(given.folder(), given.settings().keepDone());
  }

  // Phases

  /** Finds the processes that an earlier queue left; what had one and has none begins again. */
  private Behavior<Command> begin() {
    book.open();
    for (QueueEntry entry : List.copyOf(book.all())) {
      if (entry.state().hasProcess()) {
        given
            .runner()
            .find(entry.name())
            .ifPresentOrElse(end -> watch(entry.name(), end), () -> orphan(entry));
      } else if (entry.state() == EntryState.CHECKING) {
        check(entry);
      }
    }
    return serving();
  }

  private Behavior<Command> serving() {
    return Behaviors.receive(Command.class)
        .onMessage(Seen.class, this::onSeen)
        .onMessage(Checked.class, this::onChecked)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Again.class, this::onAgain)
        .onMessage(GetEntries.class, this::onGetEntries)
        .onMessage(Steer.class, this::onSteer)
        .onMessage(Leave.class, this::onLeave)
        .build();
  }

  // Messages

  private Behavior<Command> onSeen(Seen seen) {
    book.compare(seen.names()).forEach(this::check);
    return startNext();
  }

  private Behavior<Command> onChecked(Checked checked) {
    book.find(checked.name())
        .filter(entry -> entry.state() == EntryState.CHECKING)
        .ifPresent(entry -> book.note(entry.looked(checked.result())));
    return startNext();
  }

  private Behavior<Command> onEnded(Ended ended) {
    alive.remove(ended.name());
    ChildExit exit = ended.exit() == null ? ChildExit.UNSEEN : ended.exit();
    book.find(ended.name()).ifPresent(entry -> settle(entry, exit));
    if (leaving != null) {
      return leaveWhenEmpty(leaving);
    }
    return startNext();
  }

  private Behavior<Command> onAgain(Again again) {
    book.find(again.name())
        .filter(entry -> entry.state() == EntryState.RUNNING && leaving == null)
        .ifPresent(this::start);
    return Behaviors.same();
  }

  private Behavior<Command> onGetEntries(GetEntries question) {
    question.replyTo().tell(book.inOrder());
    return Behaviors.same();
  }

  private Behavior<Command> onSteer(Steer steer) {
    try {
      QueueEntry entry =
          book.find(steer.name())
              .orElseThrow(
                  () -> new InputException("queue: " + steer.name() + " (expected: a name of it)"));
      steer.replyTo().tell(StatusReply.success(steered(entry, steer)));
    } catch (InputException e) {
      steer.replyTo().tell(StatusReply.error(e));
    }
    return startNext();
  }

  private Behavior<Command> onLeave(Leave leave) {
    leaving = leave.replyTo();
    alive.forEach(given.runner()::stop);
    return leaveWhenEmpty(leave.replyTo());
  }

  private Behavior<Command> leaveWhenEmpty(ActorRef<Done> replyTo) {
    if (alive.isEmpty()) {
      replyTo.tell(Done.getInstance());
    }
    return Behaviors.same();
  }

  // Processes

  private Behavior<Command> startNext() {
    if (leaving == null) {
      Turns.inVain(book.all()).forEach(book::note);
      for (QueueEntry entry : Turns.next(book.all(), given.settings())) {
        start(book.note(entry.in(EntryState.RUNNING)));
      }
    }
    return Behaviors.same();
  }

  private void check(QueueEntry entry) {
    String name = entry.name();
    context.pipeToSelf(
        given.runner().check(name),
        (result, error) -> new Checked(name, RunProcesses.Checked.of(result, error)));
  }

  private void start(QueueEntry entry) {
    watch(entry.name(), given.runner().start(entry));
  }

  private void watch(String name, CompletionStage<ChildExit> end) {
    alive.add(name);
    context.pipeToSelf(end, (exit, error) -> new Ended(name, exit, error));
    book.find(name)
        .filter(entry -> entry.state() != EntryState.RUNNING)
        .ifPresent(entry -> given.runner().stop(name));
  }

  /** Nothing works at it, though something should. */
  private void orphan(QueueEntry entry) {
    if (entry.state() == EntryState.RUNNING) {
      start(entry);
    } else {
      settle(entry, ChildExit.UNSEEN);
    }
  }

  /** What a process's end means for its entry. */
  private void settle(QueueEntry entry, ChildExit exit) {
    if (exit.isDone()) {
      book.note(entry.in(EntryState.DONE));
      policies.remove(entry.name());
      retention
          .apply(book.all())
          .forEach(old -> book.note(old.in(EntryState.DONE, "its directory was removed")));
    } else if (entry.state() == EntryState.PAUSING) {
      book.note(entry.in(EntryState.PAUSED));
    } else if (entry.state() == EntryState.CANCELLING) {
      book.note(entry.in(EntryState.CANCELLED));
    } else if (leaving == null) {
      died(entry, exit);
    }
  }

  private void died(QueueEntry entry, ChildExit exit) {
    String name = entry.name();
    Reached reached = Reached.by(given.folder().run(name));
    String crash = given.runner().crashFile(name);
    RestartPolicy.Decision decision =
        policies
            .computeIfAbsent(name, n -> new RestartPolicy(given.settings().keepAlive()))
            .after(exit, reached, System.nanoTime());
    decision.visit(
        new RestartPolicy.Visitor<QueueEntry>() {
          @Override
          public QueueEntry again(RestartPolicy.Again again) {
            RestartNote.write(given.folder().run(name), exit, again.delay(), crash);
            timers.startSingleTimer(name, new Again(name), again.delay());
            return book.note(entry.begunAgain(exit.words() + ", " + reached + "; begun again"));
          }

          @Override
          public QueueEntry over(RestartPolicy.Over over) {
            policies.remove(name);
            return book.note(
                exit.isStopped()
                    ? entry.in(EntryState.PAUSED, "somebody stopped its process: " + exit.words())
                    : entry.failed(over.sentence(), exit, given.runner().lastWords(name)));
          }
        });
  }

  // Orders

  private QueueEntry steered(QueueEntry entry, Steer steer) {
    return switch (steer.order()) {
      case PAUSE -> stopped(entry, EntryState.PAUSING, EntryState.PAUSED);
      case CANCEL -> stopped(entry, EntryState.CANCELLING, EntryState.CANCELLED);
      case RESUME -> resumed(entry);
      case PRIORITY -> book.note(entry.withPriority(steer.number()));
    };
  }

  private QueueEntry stopped(QueueEntry entry, EntryState meanwhile, EntryState then) {
    if (entry.state() == EntryState.PAUSED && then == EntryState.CANCELLED) {
      return book.note(entry.in(then));
    }
    if (entry.state().isOver() || entry.state() == EntryState.PAUSED) {
      throw entry.wrong("waiting or running");
    }
    timers.cancel(entry.name());
    if (!alive.contains(entry.name())) {
      return book.note(entry.in(then));
    }
    QueueEntry noted = book.note(entry.in(meanwhile));
    given.runner().stop(entry.name());
    return noted;
  }

  private QueueEntry resumed(QueueEntry entry) {
    EntryState state = entry.state();
    if (state != EntryState.PAUSED && state != EntryState.FAILED && state != EntryState.CANCELLED) {
      throw entry.wrong("paused, failed or cancelled");
    }
    policies.remove(entry.name());
    if (given.folder().run(entry.name()).isBegun()) {
      return book.note(entry.in(EntryState.WAITING));
    }
    QueueEntry again = book.note(entry.in(EntryState.CHECKING));
    check(again);
    return again;
  }
}
