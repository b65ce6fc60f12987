package io.reflux.cli;

import io.reflux.dataset.Counts;
import io.reflux.dataset.DatasetFacts;
import io.reflux.dataset.Datasets;
import io.reflux.setting.Amount;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reflux datasets}. */
@Command(
    name = "datasets",
    description = {
      "Lists the published datasets: where to get each, which files are expected, how many images.",
      "A dataset's name goes into a pipeline file (data { dataset, root }); root is the folder,"
          + " its archive (.zip, .tar, .tgz), or a folder that holds the archives as they were"
          + " downloaded. Other folders of images are image-folder."
    },
    mixinStandardHelpOptions = true)
final class DatasetsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (DatasetFacts facts : Datasets.FACTS) {
      Counts counts = facts.counts();
      out.println(facts.name());
      out.println("  " + facts.what());
      out.println("  from      " + facts.source());
      out.println("  download  " + String.join(", ", facts.downloads()));
      out.println("  or        " + facts.layout());
      out.printf(
          "  train     %s of %s%n",
          Amount.of(counts.trainImages(), "image"), Amount.of(counts.trainClasses(), "class"));
      out.printf(
          "  test      %s of %s%n",
          Amount.of(counts.testImages(), "image"), Amount.of(counts.testClasses(), "class"));
    }
    out.flush();
  }
}
