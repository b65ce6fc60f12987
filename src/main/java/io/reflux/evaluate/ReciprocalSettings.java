package io.reflux.evaluate;

/**
 * How k-reciprocal re-ranking looks at neighbours.
 *
 * @param neighbours how many are looked at, the row itself not counted (k1)
 * @param averaged over how many nearest rows, itself counted, a row's neighbourhood is averaged
 *     (k2)
 * @param ownShare the weight of the distance itself beside that of the neighbourhoods (lambda)
 */
record ReciprocalSettings(int neighbours, int averaged, double ownShare) {
  /** Those of the paper's experiments. */
  public static final ReciprocalSettings PAPER = new ReciprocalSettings(20, 6, 0.3);
}
