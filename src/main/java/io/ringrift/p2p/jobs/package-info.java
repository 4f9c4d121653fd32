/**
 * Floor 5, jobs: takes them in, places them, shows and ends them.
 *
 * <p>May import: {@code peers} for live loads, {@code web} and below.
 */
@NullMarked
package io.ringrift.p2p.jobs;

import org.jspecify.annotations.NullMarked;
