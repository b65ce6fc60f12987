package io.reflux.stage;

import java.util.function.LongSupplier;

/** How many bytes of pixels are in flight, and may be; closing it lets nobody wait any longer. */
public record PixelBudget(LongSupplier bytes, LongSupplier allowed, Runnable close) {}
