/** Tests of the checked settings. */
@org.jspecify.annotations.NullMarked
package io.reflux.setting;
