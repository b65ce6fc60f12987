/** Tests of a run that is kept alive. */
@org.jspecify.annotations.NullMarked
package io.reflux.keep;
