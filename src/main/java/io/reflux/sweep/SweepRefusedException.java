package io.reflux.sweep;

import io.reflux.setting.Amount;
import io.reflux.setting.InputException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Thrown when trials of a sweep can't run as they are; nothing has been written. */
public final class SweepRefusedException extends InputException {
  private static final long serialVersionUID = 1L;
  private static final int NAMED = 3;

  private final transient List<String> sentences;

  /**
   * Says what is wrong.
   *
   * @param problems each with the trials that have it
   * @param trials how many trials there are
   */
  SweepRefusedException(List<TrialPipelines.Alike> problems, int trials) {
    super(Amount.of(problems.size(), "problem"));
    sentences =
        problems.stream().map(each -> each.sentence() + where(each.trials(), trials)).toList();
  }

  private static String where(Set<String> names, int trials) {
    if (names.size() == trials) {
      return "";
    }
    String some = names.stream().limit(NAMED).collect(Collectors.joining(" "));
    return "; trial " + some + (names.size() > NAMED ? " …" : "");
  }

  /** The problems, one each, with the trials that have it unless all do. */
  public List<String> problems() {
    return sentences;
  }
}
