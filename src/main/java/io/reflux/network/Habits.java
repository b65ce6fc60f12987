package io.reflux.network;

/**
 * What holds for all layers of a backbone.
 *
 * @param filters where convolutions start
 * @param norm the constants of batch norm
 */
record Habits(Initial filters, BatchNorm.Settings norm) {
  /** torchvision's ResNets. */
  static final Habits RESIDUAL = new Habits(Initial.KAIMING_FAN_OUT, BatchNorm.Settings.USUAL);
}
