package io.reflux.dataset;

/**
 * The files that a list names, looked up in a tree. Those that are missing are counted, and named
 * in one sentence at the end; or left out, where a part of the dataset will do.
 */
final class ListedFiles {
  private final FileTree tree;
  private final String list;
  private final boolean complete;
  private int found;
  private int missing;
  private String firstMissing = "";

  /**
   * Nothing looked up yet.
   *
   * @param list what names the files, for messages
   * @param complete whether all of them have to be there
   */
  ListedFiles(FileTree tree, String list, boolean complete) {
    this.tree = tree;
    this.list = list;
    this.complete = complete;
  }

  /** The file's number, or -1 if it is missing. */
  int find(String path) {
    int file = tree.names().find(path);
    if (file >= 0) {
      found++;
    } else if (missing++ == 0) {
      firstMissing = path;
    }
    return file;
  }

  /** Refuses what was not found; also where a part would do, but nothing is there at all. */
  void check() {
    if (missing == 0 || (!complete && found > 0)) {
      return;
    }
    throw new DatasetException(
        tree.root()
            + ": "
            + firstMissing
            + (missing == 1 ? " is" : String.format(" and %,d more files are", missing - 1))
            + " missing (expected: every file that "
            + list
            + " lists)");
  }
}
