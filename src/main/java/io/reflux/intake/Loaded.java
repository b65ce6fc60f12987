package io.reflux.intake;

/** What became of an example: its pixels, or those that were wanted, or why there are none. */
public sealed interface Loaded permits Picture, Cutout, Unreadable {}
