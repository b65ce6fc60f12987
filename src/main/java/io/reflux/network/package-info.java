/**
 * Networks as descriptions, and their lowering to programs.
 *
 * <p>In: settings that name a backbone and its head, weights by key. Out: TorchScript archives for
 * training, inference or delivery; the keys, the shapes, the first weights. The decision that
 * shaped it: a network is drawn once, as a graph of operations that own their tensors' keys;
 * precision, layout, folding and the choice of outputs are made when it is lowered, never in the
 * drawing.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.network;
