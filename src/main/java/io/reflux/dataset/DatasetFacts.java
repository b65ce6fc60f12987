package io.reflux.dataset;

import java.util.List;

/**
 * What there is to know of a published dataset before one has it.
 *
 * @param name its name in a pipeline file
 * @param what a line on what it shows
 * @param source where to get it
 * @param downloads the files that are to be had there
 * @param layout which files are expected under its root
 * @param counts how large it is
 */
public record DatasetFacts(
    String name, String what, String source, List<String> downloads, String layout, Counts counts) {
  /** Keeps the downloads. */
  public DatasetFacts {
    downloads = List.copyOf(downloads);
  }
}
