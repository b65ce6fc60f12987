@org.jspecify.annotations.NullMarked
package io.reflux.manual;
