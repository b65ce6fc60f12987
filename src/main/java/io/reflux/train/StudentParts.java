package io.reflux.train;

import io.reflux.chance.Chance;
import io.reflux.method.Method;
import io.reflux.objective.Dimensions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a student is made of.
 *
 * @param program the lowered network, taking uint8 pixels (n, side, side, 3)
 * @param outputs the names of the program's outputs, in order
 * @param placeOf the parameter group of a weight, and how deep it lies, by its key
 * @param method what the student learns from
 * @param dimensions the sizes that the method's parameters depend on
 * @param optimizer how a gradient becomes a step
 * @param schedule how the learning rate moves
 * @param length how long the training is
 * @param place where the student is trained, and in which pieces
 * @param reporting true if steps report the student's embeddings
 * @param chance the randomness of the task
 * @param resumed the state to go on from; empty for a fresh start
 */
public record StudentParts(
    Path program,
    List<String> outputs,
    Function<String, WeightPlace> placeOf,
    Method method,
    Dimensions dimensions,
    OptimizerSettings optimizer,
    Schedule schedule,
    TrainingLength length,
    StudentPlace place,
    boolean reporting,
    Chance chance,
    Optional<StudentState> resumed) {}
