package io.reflux.queue;

import akka.NotUsed;
import akka.stream.RestartSettings;
import akka.stream.alpakka.file.javadsl.Directory;
import akka.stream.alpakka.file.javadsl.DirectoryChangesSource;
import akka.stream.javadsl.RestartSource;
import akka.stream.javadsl.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lists a folder's pipeline files whenever something changes in it, and now and then: file systems
 * of other machines tell of no change.
 *
 * <pre>
 *  ticks ───┐
 *           ├─► conflate ─► list ─► names of pipeline files
 *  changes ─┘
 * </pre>
 *
 * Emits when the folder was listed and somebody asks; completes never; cancels when downstream
 * does; a failure (the folder is away) is tried again with backoff, and emits nothing meanwhile.
 */
final class FolderWatch {
  private static final Duration CHANGES_EVERY = Duration.ofMillis(500);
  private static final int MOST_CHANGES = 4096;
  private static final RestartSettings BACKOFF =
      RestartSettings.create(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);

  private FolderWatch() {}

  /**
   * The names of a folder's pipeline files, again and again.
   *
   * @param every how often it is listed at least
   */
  static Source<List<String>, NotUsed> of(Path folder, Duration every) {
    return RestartSource.withBackoff(BACKOFF, () -> once(folder, every));
  }

  private static Source<List<String>, NotUsed> once(Path folder, Duration every) {
    Source<String, NotUsed> ticks =
        Source.tick(Duration.ZERO, every, "tick").mapMaterializedValue(tick -> NotUsed.notUsed());
    Source<String, NotUsed> changes =
        DirectoryChangesSource.create(folder, CHANGES_EVERY, MOST_CHANGES)
            .map(change -> change.second().toString());
    return ticks
        .merge(changes)
        .conflate((earlier, later) -> later)
        .flatMapConcat(why -> list(folder));
  }

  private static Source<List<String>, NotUsed> list(Path folder) {
    return Directory.ls(folder)
        .map(QueueFolder::name)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .fold(
            List.<String>of(),
            (names, name) ->
                java.util.stream.Stream.concat(names.stream(), java.util.stream.Stream.of(name))
                    .toList())
        .map(names -> names.stream().sorted().toList());
  }
}
