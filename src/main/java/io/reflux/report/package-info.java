/**
 * Pictures, tables and pages of runs.
 *
 * <p>In: run directories. Out: {@code report.html}, one file that needs nothing beside it. The
 * decision that shaped it: the page is data and one script; Java gathers the data, and never writes
 * HTML of its own.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.report;
