package io.reflux.rundir;

/** A line of a table that a run writes. */
public interface TableRow {

  /** The task that wrote it. */
  String task();

  /** As it stands in the table, without the end of the line. */
  String line();
}
