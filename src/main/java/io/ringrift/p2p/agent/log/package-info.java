/**
 * Shows what jobs printed: {@code GET /jobs/{job_id}/logs}.
 *
 * <p>May import: {@code model}, {@code agent.attempt}, the JDK, Spring.
 */
@NullMarked
package io.ringrift.p2p.agent.log;

import org.jspecify.annotations.NullMarked;
