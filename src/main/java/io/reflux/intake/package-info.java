/**
 * From files to pixels.
 *
 * <p>In: the bytes of an example's file. Out: its pixels as 8-bit RGB, the same as PIL's {@code
 * convert("RGB")} gives; or the reason why it could not be read. The decision that shaped it: an
 * unreadable image is an element that travels on and is counted, not an exception; but what a
 * storage does not give is waited for, and never left out.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.intake;
