package io.reflux.intake;

/** What became of an example: its pixels, or why there are none. */
public sealed interface Loaded permits Picture, Unreadable {}
