package io.reflux.train;

import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.method.Method;
import io.reflux.objective.Dimensions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a student is made of.
 *
 * @param program the lowered network, taking uint8 pixels (n, side, side, 3)
 * @param outputs the names of the program's outputs, in order
 * @param groupOf the parameter group of a weight, by its key
 * @param method what the student learns from
 * @param dimensions the sizes that the method's parameters depend on
 * @param optimizer how a gradient becomes a step
 * @param schedule how the learning rate moves
 * @param length how long the training is
 * @param device where the student is trained
 * @param threads intra-op threads of the student's own thread
 * @param microBatch how many rows the network runs on at once, forth and back; 0 for all
 * @param reporting true if steps report the student's embeddings
 * @param chance the randomness of the task
 * @param resumed the state to go on from; empty for a fresh start
 */
public record StudentParts(
    Path program,
    List<String> outputs,
    UnaryOperator<String> groupOf,
    Method method,
    Dimensions dimensions,
    OptimizerSettings optimizer,
    Schedule schedule,
    TrainingLength length,
    Device device,
    int threads,
    int microBatch,
    boolean reporting,
    Chance chance,
    Optional<StudentState> resumed) {}
