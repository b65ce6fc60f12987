package io.reflux.rundir;

import io.reflux.intake.StoragePatience;
import io.reflux.intake.WaitingTime;
import io.reflux.setting.FileFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that a disk may refuse, in their order: one that fails is owed, and tried again with
 * growing delays, while whoever asked for it goes on. What is owed has a bound; beyond it, and
 * where {@link #settle} is called, one waits. For one thread.
 */
public final class OwedWrites {
  private static final Logger LOG = LoggerFactory.getLogger(OwedWrites.class);

  private final Limits limits;
  private final WaitingTime time;
  private final Hearer hearer;
  private final Deque<Owed> owed = new ArrayDeque<>();
  private @Nullable Trouble trouble;

  /**
   * How long and how much.
   *
   * @param patience the delays between tries, and how long one waits where one must
   * @param mostBytes how much memory may be owed before one must wait
   * @param betweenSentences how long after one sentence about the same trouble the next is told
   */
  public record Limits(StoragePatience patience, long mostBytes, Duration betweenSentences) {}

  /** Something that is written as a whole, or not and then tried again. */
  @FunctionalInterface
  public interface Write {
    /** Writes it. */
    void run() throws IOException;
  }

  /** Hears of a disk that refuses, on the thread that writes. */
  @FunctionalInterface
  public interface Hearer {
    /**
     * Something has happened.
     *
     * @param sentence what, for people
     * @param refuses true as long as something can't be written
     */
    void heard(String sentence, boolean refuses);
  }

  /**
   * A write that is not done yet.
   *
   * @param what names it in messages
   * @param bytes the memory that it holds as long as it is owed, as far as that counts
   */
  record Owed(String what, LongSupplier bytes, Write write) {}

  /** The time since the disk refuses. */
  private static final class Trouble {
    private final long sinceNanos;
    private Duration delay;
    private long triedNanos;
    private long toldNanos;
    private IOException last;

    Trouble(long nanos, Duration delay, IOException first) {
      last = first;
      sinceNanos = nanos;
      triedNanos = nanos;
      toldNanos = nanos;
      this.delay = delay;
    }
  }

  /**
   * Nothing is owed yet.
   *
   * @param limits how long is tried, and how much may be owed
   * @param time how time passes
   * @param hearer hears that something can't be written, why, and when it can
   */
  public OwedWrites(Limits limits, WaitingTime time, Hearer hearer) {
    this.limits = limits;
    this.time = time;
    this.hearer = hearer;
  }

  /**
   * Writes something now, after all that is owed, or owes it.
   *
   * @throws UncheckedIOException if more is owed than may be, and can't be written within the
   *     patience
   */
  void write(Owed next) {
    owed.add(next);
    if (isDue()) {
      attempt();
    }
    if (owedBytes() > limits.mostBytes()) {
      settle();
    }
  }

  /** As {@link #write}, unless the last that is owed has the same name: it does for both. */
  void writeOnce(Owed next) {
    Owed last = owed.peekLast();
    if (last != null && last.what().equals(next.what())) {
      owed.removeLast();
    }
    write(next);
  }

  /** As {@link #write}, in the place of an older one of the same name that is still owed. */
  void writeLatest(Owed next) {
    for (Iterator<Owed> each = owed.iterator(); each.hasNext(); ) {
      if (each.next().what().equals(next.what())) {
        each.remove();
      }
    }
    write(next);
  }

  /** True if something could not be written yet. */
  boolean isOwing() {
    return !owed.isEmpty();
  }

  /** Tries once to write all that is owed. */
  void attempt() {
    try {
      while (!owed.isEmpty()) {
        owed.peek().write().run();
        owed.remove();
      }
      ended();
    } catch (IOException e) {
      failed(e);
    }
  }

  /**
   * Waits until nothing is owed.
   *
   * @throws UncheckedIOException if that takes longer than the patience
   */
  void settle() {
    long deadline = time.nanos() + limits.patience().longest().toNanos();
    attempt();
    for (Trouble now = trouble; now != null; now = trouble) {
      Duration left = Duration.ofNanos(deadline - time.nanos());
      if (left.isNegative() || left.isZero()) {
        throw new UncheckedIOException(
            owed.getFirst().what() + ": can't be written, for " + seconds(now) + " s by now",
            now.last);
      }
      pass(left.compareTo(now.delay) < 0 ? left : now.delay);
      attempt();
    }
  }

  private long owedBytes() {
    return owed.stream().mapToLong(each -> each.bytes().getAsLong()).sum();
  }

  private boolean isDue() {
    return trouble == null || time.nanos() - trouble.triedNanos >= trouble.delay.toNanos();
  }

  private void ended() {
    if (trouble != null) {
      long after = seconds(trouble);
      trouble = null;
      say("what was owed is written, after " + after + " s");
    }
  }

  private void failed(IOException e) {
    long now = time.nanos();
    String sentence =
        owed.getFirst().what()
            + ": can't be written ("
            + FileFault.reason(e)
            + "); it is tried again, and what can goes on";
    if (trouble == null) {
      trouble = new Trouble(now, limits.patience().firstDelay(), e);
      LOG.warn("{} can't be written", owed.getFirst().what(), e);
      say(sentence);
      return;
    }
    trouble.delay = limits.patience().after(trouble.delay);
    trouble.triedNanos = now;
    trouble.last = e;
    if (now - trouble.toldNanos >= limits.betweenSentences().toNanos()) {
      trouble.toldNanos = now;
      say(sentence + ", for " + seconds(trouble) + " s by now");
    }
  }

  private void say(String sentence) {
    LOG.warn("{}", sentence);
    hearer.heard(sentence, trouble != null);
  }

  private long seconds(Trouble of) {
    return Duration.ofNanos(time.nanos() - of.sinceNanos).toSeconds();
  }

  private void pass(Duration delay) {
    try {
      time.pass(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          owed.getFirst().what() + ": can't be written",
          new java.io.InterruptedIOException("the wait for the disk was interrupted"));
    }
  }
}
