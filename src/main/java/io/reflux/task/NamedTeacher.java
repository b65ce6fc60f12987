package io.reflux.task;

import io.reflux.pipeline.TeacherName;
import io.reflux.pipeline.TeacherSpec;

/**
 * One of a task's teachers.
 *
 * @param name its name among them
 * @param spec who it is
 */
record NamedTeacher(TeacherName name, TeacherSpec spec) {}
