package io.reflux.dataset;

import io.reflux.setting.Amount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How a dataset differs from what it was.
 *
 * @param added examples that are new
 * @param removed examples that are gone
 * @param replaced examples with other bytes
 * @param rewritten examples that were written later, with as many bytes; which, nobody knows
 * @param relabelled examples of another class
 * @param reordered whether examples that both have come in another order
 */
public record ContentChanges(
    Some added, Some removed, Some replaced, Some rewritten, Some relabelled, boolean reordered) {

  /**
   * Some examples.
   *
   * @param count how many
   * @param first the paths of the first few
   */
  public record Some(int count, List<String> first) {
    private static final int SHOWN = 3;

    /** Copies the paths. */
    public Some {
      first = List.copyOf(first);
    }

    private static Some of(List<String> names) {
      return new Some(names.size(), names.subList(0, Math.min(SHOWN, names.size())));
    }

    private String inWords(String what) {
      String more = count > first.size() ? " and %,d more".formatted(count - first.size()) : "";
      return "%s %s: %s%s"
          .formatted(Amount.of(count, "image"), what, String.join(", ", first), more);
    }
  }

  /** True if nothing differs. */
  public boolean isEmpty() {
    return inWords().isEmpty();
  }

  /** A line for each kind of change, as {@code 2 images added: a.png, b.png}. */
  public List<String> inWords() {
    List<String> lines = new ArrayList<>();
    Map<String, Some> kinds = new LinkedHashMap<>();
    kinds.put("added", added);
    kinds.put("removed", removed);
    kinds.put("replaced", replaced);
    kinds.put("written anew, perhaps replaced", rewritten);
    kinds.put("of another class", relabelled);
    kinds.forEach(
        (what, some) -> {
          if (some.count() > 0) {
            lines.add(some.inWords(what));
          }
        });
    if (reordered) {
      lines.add("images in another order");
    }
    return lines;
  }

  /** Compares two lists line by line; memory is taken for what is not where it was. */
  static final class Comparison {
    private final Map<String, Placed> onlyBefore = new LinkedHashMap<>();
    private final Map<String, Placed> onlyNow = new LinkedHashMap<>();
    private final List<String> replaced = new ArrayList<>();
    private final List<String> rewritten = new ArrayList<>();
    private final List<String> relabelled = new ArrayList<>();
    private int[] placeBefore = new int[64];
    private int before;
    private int now;
    private final Looking looking;

    /** Begins; tells of each image that is read. */
    Comparison(Looking looking) {
      this.looking = looking;
    }

    /** A line and its number, from 1. */
    private record Placed(ContentLine line, int place, Supplier<ContentLine> checksummed) {}

    /** The next line of the earlier list. */
    void was(ContentLine line) {
      Placed own = new Placed(line, ++before, () -> line);
      Placed same = onlyNow.remove(line.key());
      if (same == null) {
        onlyBefore.put(line.key(), own);
      } else {
        match(own, same);
      }
    }

    /** The next line of the list of today. */
    void isNow(ContentExample example) {
      ContentLine line = example.line();
      Placed own = new Placed(line, ++now, () -> example.checksummed(looking));
      Placed same = onlyBefore.remove(line.key());
      if (same == null) {
        onlyNow.put(line.key(), own);
      } else {
        match(same, own);
      }
    }

    private void match(Placed old, Placed today) {
      if (placeBefore.length <= today.place) {
        placeBefore = Arrays.copyOf(placeBefore, today.place * 3 / 2);
      }
      placeBefore[today.place] = old.place;
      compare(old.line.facts(), today);
      if (!old.line.className().equals(today.line.className())) {
        relabelled.add(today.line.name());
      }
    }

    /** Bytes decide where both are known; they are read only if the file was written since. */
    private void compare(FileFacts old, Placed today) {
      FileFacts facts = today.line.facts();
      boolean sameTime = old.isOfTheTimeOf(facts);
      if (!old.agreesWith(facts)) {
        replaced.add(today.line.name());
      } else if (!sameTime && !old.hasCrc32()) {
        rewritten.add(today.line.name());
      } else if (!sameTime && !old.agreesWith(today.checksummed.get().facts())) {
        replaced.add(today.line.name());
      }
    }

    ContentChanges changes() {
      int[] places = Arrays.stream(placeBefore).filter(place -> place > 0).toArray();
      boolean ordered = IntStream.range(1, places.length).allMatch(i -> places[i - 1] < places[i]);
      return new ContentChanges(
          Some.of(names(onlyNow)),
          Some.of(names(onlyBefore)),
          Some.of(replaced),
          Some.of(rewritten),
          Some.of(relabelled),
          !ordered);
    }

    private static List<String> names(Map<String, Placed> lines) {
      return lines.values().stream().map(placed -> placed.line.name()).toList();
    }
  }
}
