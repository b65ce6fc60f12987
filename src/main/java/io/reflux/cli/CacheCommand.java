package io.reflux.cli;

import io.reflux.teacher.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux cache}: what teachers' answers are kept. */
@Command(
    name = "cache",
    description = {
      "Looks at what is kept of teachers' answers, checks it, removes it.",
      "DIR is a run directory, a folder of such, or where teacher.cache.directory points."
    },
    mixinStandardHelpOptions = true,
    subcommands = {CacheInfo.class, CacheVerify.class, CachePrune.class})
final class CacheCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "cache what? (expected: " + String.join(", ", spec.subcommands().keySet()) + ")");
  }

  /** The folder that a word names. */
  static final class Folder {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "The folder; those below it are looked at too.")
    private Path folder = Path.of("");

    /** The caches in it. */
    List<CacheFolder> caches() throws IOException {
      if (!Files.isDirectory(folder)) {
        throw new ParameterException(
            spec.commandLine(), "DIR: " + folder + " (expected: a folder that holds caches)");
      }
      List<CacheFolder> caches = CacheFolder.below(folder);
      if (caches.isEmpty()) {
        spec.commandLine().getOut().println("no cache in " + folder.toAbsolutePath().normalize());
      }
      return caches;
    }
  }
}
