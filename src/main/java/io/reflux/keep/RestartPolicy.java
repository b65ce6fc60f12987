package io.reflux.keep;

import io.reflux.rundir.Reached;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Whether a run whose process has ended begins again, and when. It remembers the ends before. */
public final class RestartPolicy {
  private final KeepAliveSettings settings;
  private final Deque<Long> restarts = new ArrayDeque<>();
  private Reached last = Reached.NOTHING;
  private int atLast;

  /** What to do after an end. */
  public sealed interface Decision permits Again, Over {
    /** Does what is meant for its kind. */
    <R> R visit(Visitor<R> visitor);
  }

  /** What is done with each kind of decision. */
  public interface Visitor<R> {
    /** The run begins again. */
    R again(Again again);

    /** It is left. */
    R over(Over over);
  }

  /**
   * Begin again.
   *
   * @param delay after so long
   * @param number how many times it then has begun again, in all
   */
  public record Again(Duration delay, int number) implements Decision {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.again(this);
    }
  }

  /**
   * Leave it.
   *
   * @param sentence why, for people; empty if the run is done, was refused, or was told to stop
   */
  public record Over(String sentence) implements Decision {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.over(this);
    }
  }

  private int number;

  /** For one run that has not begun. */
  public RestartPolicy(KeepAliveSettings settings) {
    this.settings = settings;
  }

  /**
   * Decides.
   *
   * @param exit how the process ended
   * @param reached how far the run was
   * @param now when, in nanoseconds of a clock that only goes forward
   */
  public Decision after(ChildExit exit, Reached reached, long now) {
    if (!exit.isMendable()) {
      return new Over("");
    }
    atLast = reached.equals(last) ? atLast + 1 : 1;
    last = reached;
    if (atLast >= settings.sameStep()) {
      return new Over(
          String.format(
              "%s, %d times in turn %s (expected: fewer than %d; keep-alive.same-step)",
              exit.words(), atLast, reached, settings.sameStep()));
    }
    while (!restarts.isEmpty() && now - restarts.peek() > settings.within().toNanos()) {
      restarts.remove();
    }
    if (restarts.size() >= settings.restarts()) {
      return new Over(
          String.format(
              "%s %s, after %d restarts within %d s (expected: at most %d; keep-alive.restarts)",
              exit.words(),
              reached,
              restarts.size(),
              settings.within().toSeconds(),
              settings.restarts()));
    }
    restarts.add(now);
    return new Again(delay(), ++number);
  }

  /** It doubles as long as the run gets no further. */
  private Duration delay() {
    Duration delay = settings.firstDelay();
    for (int i = 1; i < atLast && delay.compareTo(settings.longestDelay()) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(settings.longestDelay()) < 0 ? delay : settings.longestDelay();
  }
}
