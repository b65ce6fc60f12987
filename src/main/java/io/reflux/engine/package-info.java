/**
 * Where native computing happens.
 *
 * <p>In: programs (TorchScript archives, ONNX models) and host memory. Out: results in host memory.
 * The decision that shaped it: this is the only room that sees DJL's PyTorch internals; the others
 * use DJL's plain {@code NDArray} interface, or host memory.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.engine;
