package io.reflux.network;

/** What of batch norm stands still while a network trains. */
enum NormFreeze {
  /** Nothing: statistics come from the batch, factor and summand are learnt. */
  NONE,
  /** The statistics: the running ones are used and kept; factor and summand are learnt (S2SD). */
  STATISTICS,
  /** All of it: factor and summand gather no gradient either (LabelRelaxation's bn_freeze). */
  ALL
}
