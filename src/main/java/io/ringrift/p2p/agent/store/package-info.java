/**
 * A store with the S3 protocol as the disk of a node: what lies in the bucket is announced, read
 * and deleted as if it lay on the node, and what comes to the node goes on into the bucket.
 *
 * <p>May import: {@code model}, {@code agent.data}, the JDK, Spring, Micrometer, the AWS SDK.
 */
@NullMarked
package io.ringrift.p2p.agent.store;

import org.jspecify.annotations.NullMarked;
