package io.reflux.run;

import akka.actor.typed.ActorRef;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.SteeringOrder;
import io.reflux.task.TaskOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks of a run that are at work, and those among them that are ending. */
final class AtWork {
  private final Map<String, Member> members = new LinkedHashMap<>();

  /** A task at work; its outcome once it has told one, and only frees what it owns. */
  static final class Member {
    private final Entry entry;
    private final Entry.Scheduled scheduled;
    private final ActorRef<StatusBoard.Command> board;
    private @Nullable TaskOutcome outcome;

    private Member(Entry entry, Entry.Scheduled scheduled, ActorRef<StatusBoard.Command> board) {
      this.entry = entry;
      this.scheduled = scheduled;
      this.board = board;
    }

    ActorRef<StatusBoard.Command> board() {
      return board;
    }

    Entry entry() {
      return entry;
    }

    Optional<TaskOutcome> outcome() {
      return Optional.ofNullable(outcome);
    }
  }

  void add(Entry entry, Entry.Scheduled scheduled, ActorRef<StatusBoard.Command> board) {
    members.put(entry.name(), new Member(entry, scheduled, board));
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  List<Entry> entries() {
    return members.values().stream().map(Member::entry).toList();
  }

  /** A task has told how it ended. */
  void ended(String task, TaskOutcome outcome) {
    Member member = members.get(task);
    if (member != null) {
      member.outcome = outcome;
    }
  }

  /** A task is waited for no longer; empty if it was not. */
  Optional<Member> remove(String task) {
    return Optional.ofNullable(members.remove(task));
  }

  /** As {@link #remove}, by its scheduler. */
  Optional<Member> remove(ActorRef<?> scheduler) {
    return members.values().stream()
        .filter(member -> member.scheduled.actor().equals(scheduler))
        .findFirst()
        .flatMap(member -> remove(member.entry.name()));
  }

  /** Asks all to end early. */
  void stop() {
    members.values().stream()
        .filter(member -> member.outcome == null)
        .forEach(member -> member.scheduled.stop().run());
  }

  /** Hands an order on, to the task that it names or to all; or refuses it. */
  void steer(SteeringOrder order) {
    List<String> names =
        members.values().stream()
            .filter(member -> member.outcome == null)
            .map(member -> member.entry.name())
            .toList();
    if (!order.task().isEmpty() && !names.contains(order.task())) {
      order.refuse(
          String.format(
              "task %s is not at work (expected: %s)",
              order.task(), names.isEmpty() ? "one that is" : or(names)));
    } else if (names.isEmpty()) {
      Entry.Scheduled.refuse(order);
    } else if (!order.task().isEmpty() || names.size() == 1) {
      steer(order.task().isEmpty() ? names.get(0) : order.task(), order);
    } else if (order.steering().isOfOneTask()) {
      order.refuse("several tasks are at work (expected: one named, " + or(names) + ")");
    } else {
      SharedOrder.among(names, order).forEach(this::steer);
    }
  }

  private static String or(List<String> names) {
    return String.join(" or ", names);
  }

  private void steer(String task, SteeringOrder order) {
    Member member = members.get(task);
    if (member != null) {
      member.scheduled.steer().accept(order);
    }
  }
}
