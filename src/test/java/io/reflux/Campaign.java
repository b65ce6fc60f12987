package io.reflux;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that takes minutes because it provokes many faults. A build leaves it out; {@code mvn
 * verify -Pfaults} runs such tests, and no others.
 */
@Tag("campaign")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Campaign {}
