package io.reflux.stage;

/**
 * What the status board knows of one stage: its latest words, and how far it had come at the
 * board's last two looks. A stage that works can't speak; so what it has done meanwhile is reckoned
 * from what it said that it begins.
 */
final class StageMeter {
  private static final double NANOS = 1e9;

  private final Watchdog watchdog;
  private StageReport report;
  private long toldNanos;
  private long lookNanos;
  private long busyAtLook;
  private long imagesAtLook;
  private double busyShare;
  private double imagesPerSecond;
  private boolean hanging;

  /** A stage that is heard of for the first time. */
  StageMeter(Watchdog watchdog, StageReport report, long nowNanos) {
    this.watchdog = watchdog;
    this.report = report;
    toldNanos = nowNanos;
    lookNanos = nowNanos - report.load().aliveNanos();
  }

  /** The stage says something; it replaces what it said before. */
  void told(StageReport words, long nowNanos) {
    report = words;
    toldNanos = nowNanos;
  }

  /**
   * Ends an interval.
   *
   * @return whether the stage has begun or ceased to hang since the last look
   */
  boolean look(long nowNanos) {
    long busy = busyNanos(nowNanos);
    double seconds = Math.max(1, nowNanos - lookNanos) / NANOS;
    busyShare = share(busy - busyAtLook, seconds);
    imagesPerSecond = (report.images() - imagesAtLook) / seconds;
    lookNanos = nowNanos;
    busyAtLook = busy;
    imagesAtLook = report.images();
    boolean before = hanging;
    hanging = hangs(nowNanos);
    return hanging != before;
  }

  /** How the stage does. */
  StageStatus status(long nowNanos) {
    double alive = Math.max(1, report.load().aliveNanos() + nowNanos - toldNanos) / NANOS;
    return new StageStatus(
        "",
        report.stage(),
        report.device(),
        hangs(nowNanos) ? StageState.HANGING : report.state(),
        report.piece().map(StageReport.Piece::words).orElse(""),
        pieceNanos(nowNanos) / NANOS,
        busyShare,
        share(busyNanos(nowNanos), alive),
        report.queueDepth(),
        report.images(),
        imagesPerSecond,
        report.images() / alive,
        report.liveTensors(),
        report.failures());
  }

  private boolean hangs(long nowNanos) {
    return report.state() == StageState.WORKING
        && report
            .piece()
            .filter(at -> pieceNanos(nowNanos) > watchdog.budgetNanos(at.longestNanos()))
            .isPresent();
  }

  private long pieceNanos(long nowNanos) {
    return report.piece().map(at -> at.nanos() + nowNanos - toldNanos).orElse(0L);
  }

  private long busyNanos(long nowNanos) {
    return report.load().busyNanos() + report.load().working() * (nowNanos - toldNanos);
  }

  private double share(long busy, double seconds) {
    double share = busy / NANOS / seconds / report.load().workers();
    return Math.max(0, Math.min(1, share));
  }
}
