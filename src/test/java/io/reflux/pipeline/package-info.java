/** Tests of the pipeline files. */
@org.jspecify.annotations.NullMarked
package io.reflux.pipeline;
