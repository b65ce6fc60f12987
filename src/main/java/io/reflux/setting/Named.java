package io.reflux.setting;

/**
 * A part that a catalogue has read and checked.
 *
 * @param name by which the file chose it
 * @param value what its settings were read into
 * @param <T> the kind of part
 */
public record Named<T>(String name, T value) {}
