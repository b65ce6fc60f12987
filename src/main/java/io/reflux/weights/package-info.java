/**
 * Weights in files.
 *
 * <p>In: safetensors files and PyTorch checkpoints; named tensors. Out: named tensors; safetensors
 * files. The decision that shaped it: a file is mapped, checked to its last byte, and refused with
 * one sentence before any of its values is used; reading one never runs anything that it names.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.weights;
