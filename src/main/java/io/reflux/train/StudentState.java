package io.reflux.train;

import io.reflux.engine.HostTensor;
import java.util.Map;

/**
 * All that a student is at one step, in host memory: enough to go on with the same numbers.
 *
 * @param network weights and buffers by {@code state_dict} key
 * @param optimizer the optimizer's state by name
 * @param trainables the method's trained parameters by name
 * @param memories the method's memories by name
 * @param momentumNetwork weights and buffers of the network that follows the student; empty without
 *     one
 */
public record StudentState(
    Map<String, HostTensor> network,
    Map<String, HostTensor> optimizer,
    Map<String, HostTensor> trainables,
    Map<String, HostTensor> memories,
    Map<String, HostTensor> momentumNetwork) {}
