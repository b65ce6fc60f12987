package io.reflux.task;

import io.reflux.network.FrozenModel;
import io.reflux.pipeline.TeacherName;
import java.util.function.Supplier;

/**
 * A teacher whose own metrics are measured before the distillation starts.
 *
 * @param name its name among several; empty if it is the only one
 * @param loading loads it onto the thread that asks for it
 */
record MeasuredTeacher(TeacherName name, Supplier<FrozenModel> loading) {}
