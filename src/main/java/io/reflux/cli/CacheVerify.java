package io.reflux.cli;

import io.reflux.teacher.CacheFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reflux cache verify DIR}. */
@Command(
    name = "verify",
    description = {
      "Computes every checksum, names the shards that are damaged, and leaves with 1 if one is.",
      "Nothing is changed: a run that opens the cache mends it, and asks the teacher for what is"
          + " lost."
    },
    mixinStandardHelpOptions = true)
final class CacheVerify implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CacheCommand.Folder folder = new CacheCommand.Folder();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    int bad = 0;
    for (CacheFolder cache : folder.caches()) {
      Map<Path, String> problems = cache.problems();
      problems.forEach((shard, problem) -> out.println(shard + ": " + problem));
      out.println(
          cache.path() + ": " + (problems.isEmpty() ? "whole" : problems.size() + " bad shards"));
      out.flush();
      bad += problems.size();
    }
    return bad == 0 ? ExitCode.DONE : ExitCode.DAMAGED;
  }
}
