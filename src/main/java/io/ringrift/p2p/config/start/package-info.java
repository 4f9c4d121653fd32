/**
 * What happens before the node exists: settings are checked, and a node that must not start says
 * why in one sentence.
 *
 * <p>May import: anything. Spring Boot finds these classes through {@code
 * META-INF/spring.factories}.
 */
@NullMarked
package io.ringrift.p2p.config.start;

import org.jspecify.annotations.NullMarked;
