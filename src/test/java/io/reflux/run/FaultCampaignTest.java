package io.reflux.run;

import io.reflux.Campaign;
import io.reflux.chance.Chance;
import io.reflux.run.FaultTable.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of every kind, in every stage and cache mode: each ends with the numbers of the
 * undisturbed run or in a sentence that names it; none hangs, none leaves a native tensor. The few
 * that a build meets are drawn from those of the campaign.
 */
class FaultCampaignTest {
  private static final int FEW = 40;
  private static final int MANY = 800;

  @TempDir Path root;

  @Test
  void aFewFaults() throws IOException {
    meet(all().subList(0, FEW), FEW);
  }

  @Test
  @Campaign
  void manyFaults() throws IOException {
    meet(all(), MANY);
  }

  private static void meet(List<Fault> faults, int least) {
    FaultTable table = new FaultTable();
    faults.forEach(table::meet);
    table.close(least);
  }

  /** All faults in an order that brings something of everything at first. */
  private List<Fault> all() throws IOException {
    FaultTrials trials = new FaultTrials(root);
    List<Fault> faults = new ArrayList<>(new StageFaults(trials).all());
    faults.addAll(new FileFaults(trials).all());
    faults.addAll(new PictureFaults(trials).all());
    int[] order = new int[faults.size()];
    Arrays.setAll(order, i -> i);
    Chance.of(3).at("campaign").draws().shuffle(order);
    return Arrays.stream(order).mapToObj(faults::get).toList();
  }
}
