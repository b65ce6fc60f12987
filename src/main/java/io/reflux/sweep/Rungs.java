package io.reflux.sweep;

import io.reflux.queue.EntryView;
import io.reflux.queue.Order;
import io.reflux.queue.QueueServer;
import io.reflux.setting.InputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the trials of a sweep at their rungs. One that has been measured at a rung is paused, with
 * a checkpoint a few steps later, until all are; then the better part goes on from there, to the
 * bit as if nobody had paused it, and the others are taken out of the queue.
 */
final class Rungs implements Halving.Evidence {
  private static final Logger LOG = LoggerFactory.getLogger(Rungs.class);
  private static final Set<String> OVER = Set.of("done", "failed", "refused", "cancelled");
  private static final Set<String> MAY_GO_ON = Set.of("running", "waiting");
  private static final String PAUSED = "paused";

  private final Halving halving;
  private final List<Trial> trials;
  private final SweepFolder folder;
  private final Judge judge;
  private final Map<String, EntryView> entries;

  /**
   * Rungs of a sweep.
   *
   * @param entries what the queue said last, by name; it is filled elsewhere
   */
  Rungs(SweepFolder folder, SweepPlan plan, Judge judge, Map<String, EntryView> entries) {
    this.folder = folder;
    this.judge = judge;
    this.entries = entries;
    trials = plan.trials();
    halving = Halving.of(plan.request().halving(), trials.size(), judge.epochs());
  }

  @Override
  public boolean isIn(Trial trial, int epochs) {
    return OVER.contains(state(trial)) || judge.measuredEpochs(folder.run(trial)) >= epochs;
  }

  @Override
  public OptionalDouble value(Trial trial, int epochs) {
    return judge.of(folder.run(trial), epochs).stream().mapToDouble(judge::value).findFirst();
  }

  private String state(Trial trial) {
    EntryView entry = entries.get(trial.name());
    return entry == null ? "" : entry.state();
  }

  /** Whom it drops, each with a sentence: after which epoch. Reads what all were measured at. */
  Map<Trial, String> dropped() {
    Halving.Stand stand = stand();
    Map<Trial, String> dropped = new HashMap<>();
    for (Trial trial : trials) {
      if (stand.rung() > 0 && !stand.members().contains(trial) && !state(trial).equals("failed")) {
        dropped.put(trial, "others were better by epoch " + halving.rungs().get(stand.rung() - 1));
      }
    }
    return dropped;
  }

  private Halving.Stand stand() {
    return halving.now(trials, this, judge.bestFirst());
  }

  /** Gives the orders that are due; true if there were some. */
  boolean steer(QueueServer server) {
    if (halving.rungs().isEmpty()) {
      return false;
    }
    Halving.Stand stand = stand();
    Predicate<Trial> waits =
        trial ->
            stand.rung() < halving.rungs().size() && isIn(trial, halving.rungs().get(stand.rung()));
    boolean given = false;
    for (Trial trial : trials) {
      String state = state(trial);
      boolean member = stand.members().contains(trial);
      if (!member && (MAY_GO_ON.contains(state) || state.equals(PAUSED))) {
        given |= order(server, trial, Order.CANCEL);
      } else if (member && MAY_GO_ON.contains(state) && waits.test(trial)) {
        given |= order(server, trial, Order.PAUSE);
      } else if (member && state.equals(PAUSED) && !waits.test(trial)) {
        given |= order(server, trial, Order.RESUME);
      }
    }
    return given;
  }

  private static boolean order(QueueServer server, Trial trial, Order order) {
    try {
      server.steer(trial.name(), order);
    } catch (InputException e) {
      LOG.debug("{}: it is further already", trial.name(), e);
    }
    return true;
  }
}
